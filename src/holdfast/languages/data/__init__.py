"""What JSON, YAML and TOML have in common: they parse, and may name the JSON Schema they are valid against."""
