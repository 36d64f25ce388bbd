"""The language tool that works by rule: recognises with certainty, writes from templates, judges by measurement."""
