"""Guilds: their members, their registries, and the switch that suspends uses."""
