"""A script counted: scenes, roles and lines. Nothing of it is kept."""
