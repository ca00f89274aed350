"""Who may act for a performer: given, passed on, ended; and who merely says so."""
