"""What takes two people of the operator."""
