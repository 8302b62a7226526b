"""The parts of a profile: a module each, with one function that makes it of what was asked."""
