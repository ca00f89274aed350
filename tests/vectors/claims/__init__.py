"""The corpus of the claim guard."""
