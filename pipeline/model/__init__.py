"""Records that travel from stage to stage, and the errors; it imports nothing else of ours."""
