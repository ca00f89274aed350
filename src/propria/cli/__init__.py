"""The command line: each command is one small module; what checks proofs needs no server and no database."""
