"""Holdfast: design documents that are held to what they say."""

__version__ = "0.1.0"
