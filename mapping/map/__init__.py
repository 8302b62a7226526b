"""A map as one description: layers, classes, colours and shapes; nothing is drawn here."""
