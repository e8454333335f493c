"""What the app keeps. The only code that touches the disk."""
