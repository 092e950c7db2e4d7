"""A project opened: its configuration, its files, its plan, and the versions of its templates."""

import os
from collections.abc import Mapping
from typing import Protocol

from holdfast.config import Config, candidates, find_config, load_config
from holdfast.engine.baseline import Baseline, load, place
from holdfast.engine.dating import read_timeline
from holdfast.engine.discovery import discover
from holdfast.engine.pins import Pins
from holdfast.engine.plan import Plan
from holdfast.engine.since import followed
from holdfast.engine.timeline import Past
from holdfast.engine.versions import Versions, check_policy
from holdfast.errors import UsageError
from holdfast.records import replace
from holdfast.rules import all_rules, current_slug
from holdfast.suggest import suggestion
from holdfast.world.files import lay_over, takes, walk
from holdfast.world.ignore import Ignore
from holdfast.world.root import project_root


def open_plan(
    start: str,
    *,
    config: str | None = None,
    policy: str = "",
    unsaved: Mapping[str, bytes] | None = None,
    named: bool = True,
) -> tuple[Plan, Config]:
    """Discover the project around a folder; ``unsaved`` holds contents that stand for those on the disk.

    Unless somebody ``named`` these files, those that the walk passes over stay out.

    Raises :class:`~holdfast.errors.UsageError` for a configuration that cannot be followed.
    """
    settings, root = read_config(os.path.abspath(start), project_root(start), config, policy)
    ignore = Ignore(root, settings.exclude)
    tree = walk(root, ignore)
    unsaved = unsaved or {}
    lay_over(tree, unsaved if named else {path: raw for path, raw in unsaved.items() if takes(tree, ignore, path)})
    return discover(tree, settings), settings


def read_config(start: str, root: str, path: str | None = None, policy: str = "") -> tuple[Config, str]:
    """Return the configuration and the root it gives: its own folder where there is one.

    ``path`` names the file to use instead of the nearest, for the whole repository; ``policy`` overrules ``template-version``.

    Raises :class:`~holdfast.errors.UsageError` where it cannot be followed.
    """
    found = path or find_config(start, root)
    asked = () if path else candidates(start, root)
    config = replace(load_config(found), asked=(found, *asked)) if found else Config(asked=asked)
    if policy:
        config = replace(config, template_version=policy)
    if found is None:
        return config, root
    config = replace(config, severity={current_slug(slug): said for slug, said in config.severity.items()})
    slugs = [rule.slug for rule in all_rules()]
    for slug in config.severity:
        if slug not in slugs:
            raise UsageError(
                f"severity.{slug}: no such rule", where=config.where(f"severity.{slug}"), remedy=suggestion(slug, slugs)
            )
    return config, root if path else os.path.dirname(os.path.abspath(found))


class Earlier(Protocol):
    """The project at another revision, which decides in place of today's."""

    @property
    def past(self) -> Past:
        """The commit up to which history counts."""

    @property
    def baseline(self) -> Baseline | None:
        """The baseline there, by the paths of today."""


def add_versions(plan: Plan, config: Config, base: Earlier | None = None, *, use_cache: bool = True) -> None:
    """Read the baseline and the history, those of today or of a base, and give every set the versions of its templates.

    Raises :class:`~holdfast.errors.UsageError` where the wanted version is that of no template.
    """
    plan.baseline = base.baseline if base else read_baseline(plan, config, use_cache=use_cache)
    pins = plan.baseline.pins if plan.baseline else Pins()
    templates = {template.path: template for one in plan.sets for template in one.templates if not template.builtin}
    if config.template_version != "latest" and templates:
        past = base.past if base else None
        plan.timeline = read_timeline(plan.tree, list(templates.values()), past, use_cache=use_cache)
    if config.transitions:
        from holdfast.engine.transitions import forbidden

        plan.forbidden = forbidden(plan, config, use_cache=use_cache)
    made: dict[str, Versions] = {}
    for found in plan.sets:
        for template in found.templates:
            made.setdefault(template.path, Versions(template, plan.timeline, config, pins))
        found.versions = tuple(made[template.path] for template in found.templates)
    check_policy(config.template_version, list(made.values()))


def read_baseline(plan: Plan, config: Config, *, use_cache: bool = True) -> Baseline | None:
    """Return the project's baseline by the paths of today, or ``None`` where it has none.

    Raises :class:`~holdfast.errors.UsageError` for one that cannot be read, or that is wanted and not there.
    """
    path, wanted = place(plan.tree.root, config)
    found = load(path, wanted=wanted) if path else None
    if found is None:
        return None
    lost = {one for one in found.paths if one not in plan.tree.markdown and not plan.tree.exists(one)}
    return found.moved(followed(plan.tree.root, lost, use_cache=use_cache))


def baseline_files(root: str, config: Config) -> tuple[str, ...]:
    """Return the absolute path at which a baseline was looked for, if it was."""
    path, _ = place(root, config)
    return (path,) if path else ()
