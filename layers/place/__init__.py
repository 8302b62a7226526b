"""One place: its people, measures, offers, published figures and evidence."""
