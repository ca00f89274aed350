"""How people are told what they must not miss: the channels they gave, and each alert until it has arrived."""
