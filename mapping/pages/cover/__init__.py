"""The Cover page."""
