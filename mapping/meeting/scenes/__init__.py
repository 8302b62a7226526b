"""What each page shows a room: one module for each page, named for the end of its address."""
