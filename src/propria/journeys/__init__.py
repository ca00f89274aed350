"""Pages and answers that cross contexts: a person's home, timelines, what a withdrawal does everywhere."""
