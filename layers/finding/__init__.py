"""Finding anything on the map by name, code or postcode, and what is said of what is found."""
