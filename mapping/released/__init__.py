"""What was written, opened again and searched for any figure that must not leave."""
