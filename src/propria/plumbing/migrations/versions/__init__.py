"""One file per schema change, in the order of `down_revision`."""
