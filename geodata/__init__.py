"""What is true, and whence: packs, their sources and the files they are built from."""
