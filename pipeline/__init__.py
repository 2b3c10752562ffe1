"""The orchestration of Coverpress: from a letter in Markdown to a typeset PDF."""

__version__: str


def __getattr__(name: str) -> str:
    """Return the version where it is asked for: to look it up takes longer than to start."""
    if name != "__version__":
        raise AttributeError(name)
    from importlib.metadata import version

    return version("coverpress")
