"""Who people are and what they may do for whom: performers, representatives, creators, keys, evidence."""
