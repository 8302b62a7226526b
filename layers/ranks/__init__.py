"""Places in order, by one measure or several, and how sure the order is."""
