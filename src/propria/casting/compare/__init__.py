"""Some performers side by side for one brief."""
