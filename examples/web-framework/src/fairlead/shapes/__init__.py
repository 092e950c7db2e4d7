"""Shapes: what an annotation demands of a value, read from text or JSON, and the same said as a JSON Schema."""

from fairlead.shapes.base import Definitions, Fault, Mismatch, Place, Shape
from fairlead.shapes.compile import shape_of
from fairlead.shapes.limits import Length, Pattern, Range

__all__ = ["Definitions", "Fault", "Length", "Mismatch", "Pattern", "Place", "Range", "Shape", "shape_of"]
