"""The recipe of a letter, the plan of a run, and what carries it out."""
