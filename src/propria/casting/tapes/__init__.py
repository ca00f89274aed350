"""Self-tapes: asked with a deadline, sent in versions, for one audition alone."""
