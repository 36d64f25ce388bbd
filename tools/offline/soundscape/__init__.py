"""Synthesised places and moments."""
