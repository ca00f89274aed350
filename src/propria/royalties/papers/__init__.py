"""The pay statement as a PDF. The numbers come from the ledger; nothing is computed here."""
