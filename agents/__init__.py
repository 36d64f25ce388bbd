"""The five kinds of agents."""
