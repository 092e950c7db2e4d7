"""Blocks and a schema to a :class:`~holdfast.binding.document.Document`; it never fails, whatever the text is."""
