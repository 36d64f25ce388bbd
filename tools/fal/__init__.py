"""fal: pictures and clips by the models of many makers, from one queue."""
