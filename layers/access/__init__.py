"""What it takes to get from where children live to what is offered."""
