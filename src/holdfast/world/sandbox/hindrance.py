"""Why there is no sandbox, and the command that mends it.

Sources: the AppArmor page on unprivileged user namespaces of Ubuntu 23.10 and later, ``user_namespaces(7)``, and
Docker's and Podman's seccomp profiles, which deny ``unshare`` and ``mount`` to containers.
"""

import os
from typing import NamedTuple

_APPARMOR = "/proc/sys/kernel/apparmor_restrict_unprivileged_userns"
_DEBIAN = "/proc/sys/kernel/unprivileged_userns_clone"
_MAXIMUM = "/proc/sys/user/max_user_namespaces"
PROFILE = """abi <abi/4.0>,
include <tunables/global>
profile bwrap /usr/bin/bwrap flags=(unconfined) {
  userns,
}
"""
"""What lets bubblewrap, and nothing else, make user namespaces where AppArmor restricts them."""
_CONTAINER = (
    "--security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined"
)


class Hindrance(NamedTuple):
    """What stands in the way."""

    found: str
    remedy: str
    """A command where there is one."""


def missing() -> Hindrance:
    """Bubblewrap is not installed."""
    return Hindrance("bubblewrap is not installed", install_command("bubblewrap"))


def outdated(version: str, option: str) -> Hindrance:
    """Bubblewrap is too old."""
    return Hindrance(
        f"bubblewrap {version} has no {option}",
        "install bubblewrap 0.8 or later (Debian 12, Ubuntu 24.04 and Fedora 38 have it)",
    )


def explain(said: str) -> Hindrance:
    """Bubblewrap is there and fails: look for what keeps it from working, the most likely first."""
    if os.geteuid() != 0 and _value(_APPARMOR) == 1:
        return Hindrance(
            f"AppArmor keeps bubblewrap from making user namespaces ({said})",
            "printf '%s' '" + " ".join(PROFILE.split("\n")).strip() + "' | sudo tee /etc/apparmor.d/bwrap >/dev/null"
            " && sudo apparmor_parser --replace /etc/apparmor.d/bwrap"
            " (in a throw-away CI machine also: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0)",
        )
    if _value(_MAXIMUM) == 0:
        return Hindrance(f"user namespaces are switched off ({said})", "sudo sysctl -w user.max_user_namespaces=15000")
    if os.geteuid() != 0 and _value(_DEBIAN) == 0:
        return Hindrance(
            f"user namespaces are kept for root ({said})", "sudo sysctl -w kernel.unprivileged_userns_clone=1"
        )
    if _in_container():
        return Hindrance(
            f"this container is not allowed to build a sandbox ({said})", f"start it with: docker run {_CONTAINER}"
        )
    return Hindrance(said, "see docs/sandbox.md, 'When it does not work'")


def install_command(package: str) -> str:
    """Return the command that installs a package of the distribution."""
    import shutil

    for program, command in (
        ("apt-get", "apt-get install --yes"),
        ("dnf", "dnf install -y"),
        ("pacman", "pacman -S --noconfirm"),
        ("zypper", "zypper install -y"),
        ("apk", "apk add"),
    ):
        if shutil.which(program):
            return f"{'' if os.geteuid() == 0 else 'sudo '}{command} {package}"
    return f"install {package} with your package manager"


def _value(path: str) -> int | None:
    try:
        with open(path, encoding="ascii") as file:
            return int(file.read())
    except (OSError, ValueError):
        return None


def _in_container() -> bool:
    if (
        os.path.exists("/.dockerenv")
        or os.path.exists("/run/.containerenv")
        or os.environ.get("KUBERNETES_SERVICE_HOST")
    ):
        return True
    try:
        with open("/proc/self/status", encoding="ascii", errors="replace") as file:
            return any(line.split() == ["Seccomp:", "2"] for line in file)
    except OSError:
        return False
