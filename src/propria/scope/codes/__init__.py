"""Code lists that a scope is written in, each code with its zh and en words. Data only, no decisions."""
