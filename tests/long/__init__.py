"""What takes minutes: each module has a `main` that answers 0 when all held. `make faults` runs them."""
