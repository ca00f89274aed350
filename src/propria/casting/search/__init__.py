"""People found by free words, facts and terms, in the published order; and searches that were saved."""
