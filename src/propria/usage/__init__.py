"""From a permit to a released output: what is asked for, what renders it, what it comes to."""
