"""Find help: what is open to one child from one spot."""
