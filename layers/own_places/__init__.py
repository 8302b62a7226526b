"""Places of one's own: a name and a recipe each, read, checked, and set beside the published."""
