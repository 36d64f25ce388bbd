"""OpenAI, and every server that speaks its format: language, pictures and voices."""
