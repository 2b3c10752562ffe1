"""The panflute filters: each one concern, each usable alone as `pandoc --filter`."""
