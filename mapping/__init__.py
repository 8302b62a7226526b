"""How it looks and how it is handed out: maps, pages and profiles."""
