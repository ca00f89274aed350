"""Minors and their guardians. The day of birth leaves this folder for nobody."""
