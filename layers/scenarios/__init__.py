"""What if: sites closed, added, moved or changed, and who gains and loses by it."""
