"""Files as bytes: decoded on the way in, moved into place whole on the way out."""
