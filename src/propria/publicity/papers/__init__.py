"""Proofs on paper: one page in both languages, with the bundle inside the file."""
