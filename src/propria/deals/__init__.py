"""Offers, term sheets, contracts and what is signed of them."""
