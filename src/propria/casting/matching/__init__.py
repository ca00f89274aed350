"""Who fits a brief, over many performers at once: exact hard rules, a published rank, and counts. No SQL."""
