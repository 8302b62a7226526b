"""Build a pack from a recipe and a folder of official files.

The story is in `geodata.building.build`; the other modules each make one part of a pack.
"""
