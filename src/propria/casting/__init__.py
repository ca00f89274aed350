"""What is sought and who fits: briefs, matches with their reasons, shortlists. It asks nobody anything."""
