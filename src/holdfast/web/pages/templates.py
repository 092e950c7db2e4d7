"""Templates: the text of each with what its lines demand, and the versions it had."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from holdfast.engine.templates import Template
from holdfast.formats.schema.text import field_details, presence, section_details
from holdfast.formats.schema.versions import changes, day
from holdfast.markdown.blocks import readable
from holdfast.web.addresses import PAGES
from holdfast.web.rendering import Page
from holdfast.web.site import Site


def page(site: Site, asked: Mapping[str, str]) -> Page:
    """Return the list of templates."""
    used = _used(site)
    data: dict[str, Any] = {
        "templates": [
            {"template": one, "documents": used[one.schema.name, one.path], "versions": len(_versions(site, one))}
            for one in site.templates.values()
        ],
        "unused": [one.path for one in site.panorama.plan.unused],
    }
    return Page(PAGES["templates"], "templates.html", "Templates", data)


def one(site: Site, path: str) -> Page:
    """Return the page of one template."""
    template = site.templates[path]
    said = _said(template)
    lines = readable(template.raw).splitlines()
    data: dict[str, Any] = {
        "template": template,
        "lines": [(number, text, said.get(number, [])) for number, text in enumerate(lines, 1)],
        "versions": _versions(site, template),
        "documents": [
            (one.path, site.title(one.path)) for one in site.state.documents if _is_of(site, one.path, template)
        ],
        "reason": site.panorama.plan.timeline.reason,
    }
    return Page(site.addresses.template(path), "template.html", f"Template {template.schema.name}", data)


def _said(template: Template) -> dict[int, list[str]]:
    """Return by line what the template demands there, in words."""
    found: dict[int, list[str]] = {}
    schema = template.schema
    if schema.title:
        found.setdefault(schema.title.line, []).append("title: required")
    for field in (*schema.fields, *schema.closing):
        found.setdefault(field.origin.line, []).append(f"{field.name}: {presence(field)}; {field_details(field)}")
    for section in schema.walk():
        details = "; ".join(section_details(section))
        found.setdefault(section.origin.line, []).append(
            f"section: {presence(section)}{'; ' if details else ''}{details}"
        )
        for label in section.fields:
            word = "note" if label.advice else presence(label)
            found.setdefault(label.origin.line, []).append(f"{label.name}: {word}; {field_details(label)}")
    for one in schema.undecided:
        found.setdefault(one.origin.line, []).append(f"undecided: {one.question} taken as {one.taken}")
    return found


def _versions(site: Site, template: Template) -> list[dict[str, Any]]:
    """Return the versions that history knows of a template, the newest first, each with what it changed."""
    for versions, used in site.versions:
        if versions.template.path == template.path:
            return [
                {
                    "version": found.version.version,
                    "since": day(blob.time) if (blob := versions.since(found.version)) else "",
                    "commit": blob.commit[:7] if blob else "",
                    "documents": found.documents,
                    "changes": changes(found.added, found.dropped) or "the first that is known",
                }
                for found in used
            ]
    return []


def _used(site: Site) -> Counter[tuple[str, str]]:
    return Counter(
        (one.type, template.path)
        for one in site.state.documents
        for template in site.panorama.sets[one.path].templates
        if template.schema.name == one.type
    )


def _is_of(site: Site, path: str, template: Template) -> bool:
    kind = site.panorama.documents[path].type
    return kind == template.schema.name and any(
        found.path == template.path for found in site.panorama.sets[path].templates
    )
