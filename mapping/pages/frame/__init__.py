"""What every page has around it: its title, question, terms, sources and downloads."""
