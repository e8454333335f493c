"""Looks at everything that is kept and says what it finds; what is disposable it can mend."""
