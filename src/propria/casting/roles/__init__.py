"""A role as somebody outside its team reads it."""
