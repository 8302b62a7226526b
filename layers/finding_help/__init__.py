"""What is open to one child from one spot: who it is for, when, how far, how sure."""
