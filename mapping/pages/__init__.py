"""The pages: widgets in, values out."""
