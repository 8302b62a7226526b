"""The Meeting page."""
