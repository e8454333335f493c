"""What the app knows. Pure: no screen, no disk, no clock, no chance of its own."""
