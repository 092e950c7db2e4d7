"""Template text to :class:`~holdfast.model.schema.Schema`."""
