"""Orders to preserve: what a court or an authority demands be kept past its end, and nobody opens or uses meanwhile."""
