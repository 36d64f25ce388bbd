"""Models in this process: pictures by diffusers; voices, music and embeddings by transformers."""
