"""Generators behind typed doors."""
