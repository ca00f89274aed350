"""Several signing keys of one person, passkeys, and the recovery of keys that are lost."""
