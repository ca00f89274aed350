"""Folders of a shortlist, with notes of the team and a way back from every change."""
