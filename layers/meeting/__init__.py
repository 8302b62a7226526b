"""A meeting about a place: what is shown to the room, one scene at a time."""
