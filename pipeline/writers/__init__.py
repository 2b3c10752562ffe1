"""The letter out, by way of Pandoc."""
