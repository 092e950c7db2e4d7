"""Markdown text to blocks with spans. The parser library is used in :mod:`holdfast.markdown.parser` only."""
