"""The coach of a recording session: what is worth recording, and what the camera sees before it is recorded."""
