"""Signed statements, the log and map that prove them, bundles and tokens: pure, offline, no clock."""
