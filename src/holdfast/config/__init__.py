"""``holdfast.toml``, or ``[tool.holdfast]`` in ``pyproject.toml``: what a project settles for itself.

The nearest file from the working directory upwards wins, up to the repository's root. Nothing has
to be configured; an unknown key or value is refused with its line and what would be valid.
"""

from holdfast.config.places import candidates, find_config
from holdfast.config.reader import load_config, parse_config
from holdfast.config.settings import POLICIES, Config, State, TypeConfig, is_policy

__all__ = [
    "POLICIES",
    "Config",
    "State",
    "TypeConfig",
    "candidates",
    "find_config",
    "is_policy",
    "load_config",
    "parse_config",
]
