"""Packs: what is true of a place, who says so, and the files that packs are built from."""
