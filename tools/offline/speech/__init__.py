"""The offline voice: espeak-ng out of process, cast by character, with the time of every word."""
