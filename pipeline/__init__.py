"""The orchestration of Coverpress: from a letter in Markdown to a typeset PDF."""

from importlib.metadata import version

__version__ = version("coverpress")
