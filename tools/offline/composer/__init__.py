"""Rule-based music: form, harmony, motif and instruments by mood, ending on time."""
