"""The vault: recording sessions and what they recorded, encrypted, with everybody who ever opened it."""
