"""Everything that is held about one performer, as one archive that they fetch once. It shows nobody else's secrets."""
