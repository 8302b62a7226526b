"""What the data mean for a place: pure functions on a pack's tables, with frozen results."""
