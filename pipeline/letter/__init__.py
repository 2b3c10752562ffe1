"""What makes a document a letter: its values, its parts, its pictures and its metadata."""
