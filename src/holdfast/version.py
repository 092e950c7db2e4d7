"""The version of Holdfast, where every floor may read it."""

__version__ = "0.1.0"
