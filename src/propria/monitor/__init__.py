"""A monitor: watches one subject's leaf of a log by URL and tells its owner of every change. It needs no library."""
