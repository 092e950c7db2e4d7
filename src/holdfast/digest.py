"""Digests, from where :mod:`hashlib` takes them: that module also loads OpenSSL, which takes longer than all we hash.

Python may be built without its own implementations; then :mod:`hashlib` has them.
"""

TYPE_CHECKING = False  # What typing has under this name, without loading typing on every start.
if TYPE_CHECKING:
    from hashlib import blake2b, sha1, sha256
else:
    try:
        from _blake2 import blake2b
        from _sha1 import sha1

        try:
            from _sha2 import sha256  # From Python 3.12 on.
        except ImportError:
            from _sha256 import sha256
    except ImportError:
        from hashlib import blake2b, sha1, sha256

__all__ = ["blake2b", "sha1", "sha256"]
