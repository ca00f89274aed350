"""What may be said in public: words and numbers compiled from signed states, and nothing else."""
