"""How answers are said: numbers, sentences, sources, tables to hand on."""
