"""Published indicators at the geography they are published for: their figures, their colours."""
