"""Real tools that need no key, no GPU and no network."""
