"""What a performer allows before any deal: openness with standing terms, capture, build; and taking it back."""
