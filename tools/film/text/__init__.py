"""Text on the screen and beside the film: fonts, shaping, line breaking, captions, lettering, subtitle files."""
