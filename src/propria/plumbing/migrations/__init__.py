"""The one chain of schema changes for SQLite and PostgreSQL. Run by `propria.plumbing.migrate`."""
