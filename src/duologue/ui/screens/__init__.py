"""Where people are: welcome, home, a session, a break, the jar, help."""
