"""A meeting followed by everybody in the room: its screen, its events, and what is written down."""
