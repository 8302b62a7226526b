"""One place as a document: what is said of it, section by section, whatever it is printed in."""
