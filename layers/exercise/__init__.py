"""The mapping exercise: what the partners watch and what reports say, place by place."""
