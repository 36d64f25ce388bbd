"""The film engine: cameras over layers, segments, transitions, the mix, and measurements of what came out."""
