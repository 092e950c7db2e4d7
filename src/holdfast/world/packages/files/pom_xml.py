"""``pom.xml`` of Maven: dependencies, managed ones, plug-ins and the parent, with the file's own properties filled in."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from holdfast.world.packages.lines import Lines
from holdfast.world.packages.pin import Pin

ECOSYSTEM = "maven"
NAMES = ("pom.xml", "*.pom")
LOCKED = False
_PROPERTY = re.compile(r"\$\{([^{}$]{1,200})\}")


def read(text: str) -> Iterator[Pin]:
    """Yield each artifact as ``group:artifact``; one whose version comes from elsewhere has an empty one."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ValueError("declares entities")
    try:
        root = ET.fromstring(text)  # noqa: S314 - Entities are refused above, which is all that expat expands.
    except ET.ParseError as error:
        raise ValueError(str(error)) from None
    if _tag(root) != "project":
        raise ValueError("no project")
    values = _properties(root)
    lines = Lines(text)
    for element in root.iter():
        if _tag(element) in ("dependency", "plugin", "parent", "extension"):
            group, artifact, version = (_child(element, name) for name in ("groupId", "artifactId", "version"))
            if artifact and (group or _tag(element) == "plugin"):
                said = _filled(version, values)
                line = lines.next(f"<{_tag(element)}>", artifact, *([version] if version else []))
                yield Pin(
                    f"{_filled(group or 'org.apache.maven.plugins', values)}:{_filled(artifact, values)}", said, line
                )


def _properties(root: ET.Element) -> dict[str, str]:
    found = {f"project.{name}": _child(root, name) for name in ("version", "groupId", "artifactId")}
    for element in root:
        if _tag(element) == "properties":
            found |= {_tag(one): (one.text or "").strip() for one in element}
        if _tag(element) == "parent":
            found |= {f"project.parent.{name}": _child(element, name) for name in ("version", "groupId")}
            found["project.version"] = found["project.version"] or _child(element, "version")
            found["project.groupId"] = found["project.groupId"] or _child(element, "groupId")
    return found


def _filled(text: str, values: dict[str, str]) -> str:
    """Return a text with properties filled in, a few deep; empty where one is not known."""
    for _ in range(8):
        names = _PROPERTY.findall(text)
        if not names or len(text) > 1000:
            break
        text = (
            _PROPERTY.sub(lambda match: values.get(match[1], ""), text) if all(name in values for name in names) else ""
        )
    return "" if "${" in text else text


def _child(element: ET.Element, name: str) -> str:
    return next(((one.text or "").strip() for one in element if _tag(one) == name), "")


def _tag(element: ET.Element) -> str:
    return str(element.tag).rpartition("}")[2]
