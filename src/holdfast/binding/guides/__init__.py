"""Migration guides: read from the text of a document, whatever words and marks it is written with."""
