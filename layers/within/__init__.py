"""What is within so many minutes of a point: its shape, its children, its doors."""
