"""The Two maps page."""
