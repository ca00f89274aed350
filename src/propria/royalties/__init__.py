"""What is owed for which use under which clause, who is paid, and the ledger that proves it."""
