"""The design in a browser: the pages that ``serve`` keeps up to date and ``build`` writes. They show; none judges."""
