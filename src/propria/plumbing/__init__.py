"""The only layer that does I/O: database, blobs, keys, jobs, clock, mail, settings. It decides nothing."""
