"""Builds, replica versions and engines: how authorised recordings become a digital replica."""
