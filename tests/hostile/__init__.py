"""What somebody unkind, or only unlucky, may hand over; and what must come of it."""
