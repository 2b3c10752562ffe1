"""The letters on the screen: a page of this machine's own, or files for any other place."""
