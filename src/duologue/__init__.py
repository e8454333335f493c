"""A play for two voices: short, gentle exercises for two partners at one laptop."""
