"""What every context speaks in: ids, instants, money, errors and lifecycle tables. No I/O."""
