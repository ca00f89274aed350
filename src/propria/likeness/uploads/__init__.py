"""Uploads: a recording on its way into the vault, part by part, over any number of connections."""
