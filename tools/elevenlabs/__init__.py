"""ElevenLabs: voices with the time of every word, instrumental music, ambiences and effects."""
