"""The compiler's settings for examples: the project's own, without what is about writing files."""

import os
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from holdfast.languages.node.project import Project

_OLD = ("es3", "es5", "es6", "es2015", "es2016", "es2017", "es2018", "es2019", "es2020", "es2021")
"""Targets without ``await`` at the top level of a module, and without class fields."""
_OWN = {"lib": ["es2023", "dom", "dom.iterable"], "strict": True, "target": "es2023"}
"""Of a project that settles nothing."""


class Settings(NamedTuple):
    """What is asked of the compiler."""

    extends: str
    """The project's own file; empty where it has none."""
    options: Mapping[str, Any]
    """The project's, as the compiler understands them."""
    ambient: tuple[str, ...]
    """Absolute paths of the project's declarations for all of its files."""
    ours: Mapping[str, Any]
    """What is asked in place of the project's."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """The beginnings of names that the project's ``paths`` lead to its own files."""
        return tuple(name.partition("*")[0] for name in self.options.get("paths") or {} if name != "*")


def settings(found: Project, effective: Mapping[str, Any]) -> Settings:
    """Return the settings for a project; ``effective`` is what the compiler understands of its own."""
    options = {
        name.casefold() if name != "paths" else name: value
        for name, value in effective.get("compilerOptions", {}).items()
    }
    folder = os.path.dirname(found.settings)
    files = [os.path.normpath(os.path.join(folder, str(name))) for name in effective.get("files", [])]
    target = str(options.get("target", "es2023" if found.major >= 6 else "es5")).casefold()
    ours: dict[str, Any] = {
        "composite": False,
        "declaration": False,
        "declarationMap": False,
        "emitDeclarationOnly": False,
        "importHelpers": False,
        "incremental": False,
        "isolatedDeclarations": False,
        "moduleDetection": "force",
        "noEmitOnError": False,
        "noUnusedLocals": False,
        "noUnusedParameters": False,
        "plugins": [],
        "skipLibCheck": True,
        "verbatimModuleSyntax": False,
        **_modules(found, options),
    }
    if not found.settings:
        ours = {**_OWN, **ours}
    elif target in _OLD:
        ours |= {"target": "es2022", "useDefineForClassFields": bool(options.get("usedefineforclassfields"))}
    if not options.get("jsx"):
        ours["jsx"] = "react-jsx"
    if "types" not in options:
        # Up to version 5 the compiler did so by itself.
        ours["types"] = _type_packages(found)
    if found.major >= 6 and options.get("baseurl"):
        ours["baseUrl"] = None
    ambient = tuple(one for one in files if one.endswith((".d.ts", ".d.mts", ".d.cts")))
    return Settings(found.settings, options, ambient, ours)


def typing(one: Settings, files: Sequence[str]) -> dict[str, Any]:
    """Return a configuration that checks files and writes none; links are followed, as packages need it."""
    ours = {**one.ours, "noEmit": True, "rootDir": "/"}
    return {**_extending(one.extends), "compilerOptions": ours, "include": [], "files": [*one.ambient, *files]}


def emitting(one: Settings, files: Sequence[str]) -> dict[str, Any]:
    """Return a configuration that compiles files, and what they import of the project, for Node alone.

    Links are not followed here, so that the project's own sources lie beside the examples.
    """
    ours = {
        **one.ours,
        "allowJs": False,
        "inlineSourceMap": True,
        "isolatedModules": True,
        "module": "nodenext",
        "moduleResolution": "nodenext",
        "noCheck": True,
        "noEmit": False,
        "outDir": "./.out",
        "preserveSymlinks": True,
        "rewriteRelativeImportExtensions": True,
        "rootDir": ".",
        "sourceMap": False,
    }
    if str(one.options.get("jsx", "preserve")).startswith("preserve"):
        ours["jsx"] = "react-jsx"
    return {
        **_extending("./tsconfig.json" * bool(one.extends)),
        "compilerOptions": ours,
        "include": [],
        "files": list(files),
    }


def _extending(path: str) -> dict[str, Any]:
    return {"extends": path} if path else {}


def _modules(found: Project, options: Mapping[str, Any]) -> dict[str, str]:
    """Return how modules are found: as the project says, but examples are modules of the standard in any project.

    Where the project is CommonJS its examples import without file endings, which a standard module may do only
    as bundlers resolve it.
    """
    module = str(options.get("module", "")).casefold()
    if module.startswith("node"):
        return {} if found.modern else {"module": "esnext", "moduleResolution": "bundler"}
    if module in ("esnext", "es2022", "preserve"):
        return {} if options.get("moduleresolution") else {"moduleResolution": "bundler"}
    if not found.settings and found.modern:
        return {"module": "nodenext", "moduleResolution": "nodenext"}
    return {"module": "esnext", "moduleResolution": "bundler"}


def _type_packages(found: Project) -> list[str]:
    """Return the packages of declarations that are installed."""
    try:
        return sorted(name for name in os.listdir(os.path.join(found.root, "node_modules", "@types")) if name[0] != ".")
    except OSError:
        return []
