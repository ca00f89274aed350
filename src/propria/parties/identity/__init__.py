"""Who somebody is, by a party that is not the operator: a domain, papers that two people saw, a guild's registry, a provider."""
