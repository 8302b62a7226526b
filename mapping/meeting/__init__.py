"""A meeting on one screen: scenes in large type, one at a time, with no network."""
