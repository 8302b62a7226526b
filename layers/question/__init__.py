"""The question that every analysis answers: its settings, its words, its address."""
