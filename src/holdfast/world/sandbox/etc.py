"""The few files below ``/etc`` that programs look for, as a sandbox has them: nothing of this machine's."""

import os

USER = 1000
"""User and group inside; which account it is outside is not visible there."""

FILES = {
    "/etc/passwd": b"root:x:0:0::/root:/usr/sbin/nologin\nholdfast:x:1000:1000::/hf/home:/bin/sh\n"
    b"nobody:x:65534:65534::/:/usr/sbin/nologin\n",
    "/etc/group": b"root:x:0:\nholdfast:x:1000:\nnogroup:x:65534:\n",
    "/etc/hosts": b"127.0.0.1 localhost sandbox\n::1 localhost\n",
    "/etc/hostname": b"sandbox\n",
    "/etc/nsswitch.conf": b"passwd: files\ngroup: files\nhosts: files\nservices: files\nprotocols: files\n",
    "/etc/resolv.conf": b"",
    "/etc/gitconfig": b"[safe]\n\tdirectory = *\n",
}

_SHARED = (
    "/etc/alternatives",
    "/etc/ld.so.cache",
    "/etc/ssl/certs",
    "/etc/ssl/openssl.cnf",
    "/etc/pki/ca-trust/extracted",
    "/etc/pki/tls/certs",
    "/etc/services",
    "/etc/protocols",
    "/etc/mime.types",
)
"""Public data of the distribution, the same on every machine that has the package."""


def shared() -> list[str]:
    """Return what is shown as it is."""
    return [path for path in _SHARED if os.path.exists(path)]
