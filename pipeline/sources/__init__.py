"""Files in: YAML with places, front matter, data, defaults, and the site."""
