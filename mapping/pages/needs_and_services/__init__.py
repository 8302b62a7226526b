"""The Needs and services page: the mapping exercise, for one place or for all of a kind."""
