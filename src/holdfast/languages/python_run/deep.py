"""Modules, names and attributes through which an example reaches more than its own names."""

DEEP = frozenset(
    {
        "_thread",
        "atexit",
        "builtins",
        "ctypes",
        "faulthandler",
        "gc",
        "importlib",
        "inspect",
        "locale",
        "logging",
        "mmap",
        "mock",
        "multiprocessing",
        "os",
        "pytest",
        "resource",
        "shutil",
        "signal",
        "site",
        "socket",
        "subprocess",
        "sys",
        "threading",
        "tracemalloc",
        "unittest",
        "warnings",
        "weakref",
    }
)
"""Modules through which an example can change what others see."""
REACHING = frozenset(
    {
        "__builtins__",
        "__import__",
        "breakpoint",
        "compile",
        "delattr",
        "eval",
        "exec",
        "exit",
        "globals",
        "monkeypatch",
        "quit",
        "setattr",
        "vars",
    }
)
"""Names that do so."""
INNER = frozenset(
    {
        "__bases__",
        "__builtins__",
        "__class__",
        "__closure__",
        "__code__",
        "__dict__",
        "__getattribute__",
        "__globals__",
        "__import__",
        "__loader__",
        "__mro__",
        "__self__",
        "__spec__",
        "__subclasses__",
    }
)
"""Attributes that do so."""
