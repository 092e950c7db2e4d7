"""What the kinds of claims about libraries share."""
