"""A replica engine that runs somewhere else, behind HTTP: what is said, what is believed, and how it is held to the port."""
