"""A brief after it was made: changed with its history, archived, exported, printed."""
