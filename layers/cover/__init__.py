"""What is offered to whom, and how much of it: ages, levels, expertise, capacity."""
