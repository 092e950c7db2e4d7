"""How a compiled template is shown; each file renders schemas in one format."""
