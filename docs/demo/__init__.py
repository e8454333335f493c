"""A home with three invented years, so that anybody can look around."""
