"""The page of guardians, minors, estates, groups and guilds."""
