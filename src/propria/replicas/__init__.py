"""Digital replicas: built from recordings under two consents, approved or refused by the performer, cancelled for good."""
