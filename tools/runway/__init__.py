"""Runway: clips from a picture or from words, by Runway's models and those that it hosts."""
