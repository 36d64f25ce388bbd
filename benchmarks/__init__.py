"""What is too long for the tests, measured on the machine it runs on. `make measure` runs all of it."""
