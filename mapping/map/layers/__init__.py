"""What a map is made of, from the bottom up: ground, colours, outlines, boundaries and doors."""
