"""Who acts for an organisation, and what its founder signed that they may."""
