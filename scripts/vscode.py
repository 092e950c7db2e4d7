"""Builds the extension for Visual Studio Code: ``python scripts/vscode.py`` writes ``build/vscode/holdfast.vsix``.

Its packages come from its lock file, its types are checked, its code and the client of the protocol become one file. The
usual packer wants a newer Node than Debian 12 has and two hundred packages; a ``.vsix`` is a zip file with two lists in
front, as https://code.visualstudio.com/api/working-with-extensions/publishing-extension and the schema
``http://schemas.microsoft.com/developer/vsx-schema/2011`` describe it, and always the same bytes here.
"""

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "editors" / "vscode"
TARGET = ROOT / "build" / "vscode" / "holdfast.vsix"
TYPES = (
    '<?xml version="1.0" encoding="utf-8"?>\n<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    + "".join(
        f'<Default Extension=".{suffix}" ContentType="{kind}"/>'
        for suffix, kind in {
            "json": "application/json",
            "vsixmanifest": "text/xml",
            "js": "application/javascript",
            "md": "text/markdown",
            "txt": "text/plain",
        }.items()
    )
    + "</Types>\n"
)


def main() -> int:
    """Install what the lock file names, build, and pack; return the exit code."""
    for command in (["npm", "ci", "--no-fund", "--no-audit", "--loglevel=error"], ["npm", "run", "--silent", "build"]):
        code = subprocess.run(command, cwd=SOURCE, check=False).returncode
        if code:
            return code
    pack(TARGET)
    sys.stdout.write(f"{TARGET}\n")
    return 0


def pack(target: Path) -> None:
    """Write the extension as one file."""
    package = json.loads((SOURCE / "package.json").read_text(encoding="utf-8"))
    files = {
        "extension.vsixmanifest": manifest(package),
        "[Content_Types].xml": TYPES,
        "extension/package.json": shipped(package),
        "extension/readme.md": (SOURCE / "README.md").read_text(encoding="utf-8"),
        "extension/THIRD-PARTY.txt": notices(),
        "extension/LICENSE.txt": (ROOT / "LICENSE").read_text(encoding="utf-8"),
        "extension/dist/extension.js": (SOURCE / "dist" / "extension.js").read_text(encoding="utf-8"),
    }
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)


def shipped(package: dict[str, Any]) -> str:
    """Return the package as the editor reads it: what it is built with is not there any more."""
    kept = {
        name: value for name, value in package.items() if name not in ("scripts", "dependencies", "devDependencies")
    }
    return json.dumps(kept, indent=2, ensure_ascii=False) + "\n"


def notices() -> str:
    """Return the licences of the packages that became part of the code, as each of them asks."""
    lock = json.loads((SOURCE / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    parts = ["The code of this extension holds these packages.\n"]
    for name in sorted(name for name, one in lock.items() if name and not one.get("dev")):
        (text, *_) = sorted((SOURCE / name).glob("[Ll][Ii][Cc][Ee][Nn][SsCc][Ee]*"))
        title = f"{name.rpartition('node_modules/')[2]} {lock[name]['version']}"
        parts.append(f"{title}\n{'-' * len(title)}\n\n{text.read_text(encoding='utf-8').strip()}\n")
    return "\n\n".join(parts)


def manifest(package: dict[str, Any]) -> str:
    """Return the list that a gallery and the editor read first."""
    engine = package["engines"]
    keywords = package["keywords"]
    categories = package["categories"]
    assets = {
        "Microsoft.VisualStudio.Code.Manifest": "extension/package.json",
        "Microsoft.VisualStudio.Services.Content.Details": "extension/readme.md",
        "Microsoft.VisualStudio.Services.Content.License": "extension/LICENSE.txt",
    }
    properties = {
        "Microsoft.VisualStudio.Code.Engine": engine["vscode"],
        "Microsoft.VisualStudio.Code.ExtensionKind": "workspace",
    }
    identity = f"Id={_attribute(package, 'name')} Version={_attribute(package, 'version')} Publisher={_attribute(package, 'publisher')}"
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">',
        "<Metadata>",
        f'<Identity Language="en-US" {identity}/>',
        f"<DisplayName>{escape(str(package['displayName']))}</DisplayName>",
        f'<Description xml:space="preserve">{escape(str(package["description"]))}</Description>',
        f"<Tags>{escape(','.join(keywords))}</Tags>",
        f"<Categories>{escape(','.join(categories))}</Categories>",
        "<GalleryFlags>Public</GalleryFlags>",
        "<Properties>",
        *(f"<Property Id={quoteattr(name)} Value={quoteattr(str(value))}/>" for name, value in properties.items()),
        "</Properties>",
        "<License>extension/LICENSE.txt</License>",
        "</Metadata>",
        '<Installation><InstallationTarget Id="Microsoft.VisualStudio.Code"/></Installation>',
        "<Dependencies/>",
        "<Assets>",
        *(f'<Asset Type="{kind}" Path="{path}" Addressable="true"/>' for kind, path in assets.items()),
        "</Assets>",
        "</PackageManifest>",
    ]
    return "\n".join(lines) + "\n"


def _attribute(package: dict[str, Any], name: str) -> str:
    return quoteattr(str(package[name]))


if __name__ == "__main__":
    sys.exit(main())
