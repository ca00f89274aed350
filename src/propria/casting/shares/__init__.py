"""Links that show one named recipient a shortlist until they expire."""
