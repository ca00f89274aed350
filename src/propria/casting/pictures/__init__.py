"""Pictures and clips of a performer for casting, published by their signature and by nothing else."""
