"""What the server keeps and sends beside its pages: answers, routes, headers."""
