"""One module for each publisher: how its files are laid out, and what is dirty in them."""
