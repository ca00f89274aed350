"""What a performer says of themselves for casting, signed; and who represents them, where they let it be shown."""
