"""The permission that a contract gives, its portable token, and the two questions: may I, and I do."""
