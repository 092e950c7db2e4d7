"""What the user lets Holdfast reach beyond the public Internet: ``online.toml`` in the user's configuration folder.

``allow`` lists hosts, addresses and blocks, as :func:`holdfast.world.http.policy.policy_of` reads them. A repository
cannot write it, and nothing in a repository can allow anything.
"""

import os
import tomllib
from collections.abc import Mapping

from holdfast.errors import UsageError
from holdfast.world.http.policy import Policy, policy_of
from holdfast.world.root import lies_in


def online_path(environment: Mapping[str, str] = os.environ) -> str:
    """Return the path of the user's file, after the XDG base directory specification."""
    base = environment.get("XDG_CONFIG_HOME") or os.path.join(os.path.expanduser("~"), ".config")
    return os.path.join(base, "holdfast", "online.toml")


def user_policy(root: str, environment: Mapping[str, str] = os.environ) -> Policy:
    """Return the user's policy for a project; what is public may be reached where there is no file.

    Raises :class:`~holdfast.errors.UsageError` where the file lies inside the project or cannot be followed.
    """
    path = online_path(environment)
    try:
        with open(path, "rb") as file:
            data = tomllib.load(file)
    except OSError:
        return Policy()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"is no TOML: {error}", where=path, remedy='write allow = ["wiki.corp.example"]') from None
    if lies_in(root, path):
        remedy = "move it, or point XDG_CONFIG_HOME elsewhere"
        raise UsageError("lies inside the project, which could then allow itself anything", where=path, remedy=remedy)
    entries = data.get("allow", [])
    unknown = sorted(data.keys() - {"allow"})
    if unknown:
        raise UsageError(
            f"{unknown[0]}: no such key", where=path, remedy='allow = ["wiki.corp.example"] is all it holds'
        )
    if not isinstance(entries, list) or not all(isinstance(one, str) for one in entries):
        raise UsageError("allow: wants a list of strings", where=path, remedy='write allow = ["wiki.corp.example"]')
    try:
        return policy_of(entries)
    except ValueError as error:
        remedy = "write a host, an address or a block, such as 10.1.0.0/16"
        raise UsageError(f"allow: {error} is no host", where=path, remedy=remedy) from None
