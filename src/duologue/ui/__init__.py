"""What the couple sees."""
