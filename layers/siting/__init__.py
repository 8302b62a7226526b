"""Where to add or close sites, how much that does, and how near it is to the best there can be."""
