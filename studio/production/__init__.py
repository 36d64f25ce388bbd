"""The production document: every word of a film as an immutable value. Pure; knows nothing of tools or storage."""
