"""The state machine: stages in the order of a film, and nothing of how their work is done."""
