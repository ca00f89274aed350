"""Several performers who act as one."""
