"""Who outside the safe still holds something that must go, by when, and what they signed about it. It destroys nothing."""
