"""The web kit: what every context's pages are made with. It knows HTTP and no business rule."""
