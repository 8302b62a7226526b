"""The commands of `python -m layers`, a module each; every one prints what its page shows."""
