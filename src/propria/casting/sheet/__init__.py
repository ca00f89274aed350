"""What the AI sheet of a brief says beside its scope: how the fee is built, training, approvals, and that nothing is left out."""
