"""Packages: which versions a repository pins, what the grammars of versions say, and what registries tell of them."""
