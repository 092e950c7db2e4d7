"""Fairlead: a small web framework whose handlers say once what they take.

A fairlead is the ring on a deck that guides a rope to where it belongs.
"""

from fairlead.app import App
from fairlead.arguments import Body, Depends, Header
from fairlead.messages import Problem, Request, Response
from fairlead.shapes import Length, Pattern, Range

__all__ = ["App", "Body", "Depends", "Header", "Length", "Pattern", "Problem", "Range", "Request", "Response"]
