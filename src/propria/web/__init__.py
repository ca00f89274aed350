"""The shell of the site: layout, looks, signing page, style guide, vendored assets. No business rule."""
