"""How a figure compares: with what interval, against what, over time, and given deprivation."""
