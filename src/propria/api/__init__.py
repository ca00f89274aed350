"""The assembly of the API and of the signing host. No rule lives here."""
