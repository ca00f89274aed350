"""What of a session lies outside the library goes back to its performer, by a day and on the performer's word."""
