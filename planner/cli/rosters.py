"""`planner roster`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planner.cli import files, options

if TYPE_CHECKING:
    from planner.domain.profile import Staff
    from planner.domain.words import Role
    from planner.hiring.rosters import TitleReview
    from planner.integrations.files import Preview, RosterFile

LARGEST_FILE = 10_000_000
ROLES = ("mlops", "platform", "other")


@click.group()
def roster() -> None:
    """Read who is employed today from a file."""


FILE = click.argument("file")
ENCODING = click.option("--encoding", metavar="NAME", help="Encoding of a CSV file, where it is not found.")


@roster.command()
@FILE
@ENCODING
def preview(file: str, encoding: str | None) -> None:
    """Show what FILE looks like and what each column is taken for.

    FILE is CSV or XLSX, - for standard input. Nothing is imported.
    """
    from planner.integrations.files import preview as look

    seen = look(files.read(file, LARGEST_FILE), encoding=encoding)
    files.write(files.shown("\n".join(_preview(seen)) + "\n"), None)


@roster.command("import")
@FILE
@click.option(
    "--map", "maps", metavar="COLUMN=FIELD", multiple=True, help="What a column is; may be repeated."
)
@click.option(
    "--title", "titles", metavar="TITLE=ROLE", multiple=True, help="What a title is: mlops, platform, other."
)
@click.option(
    "--dates", type=click.Choice(["day-first", "month-first"]), help="Order in dates such as 03/04/2027."
)
@ENCODING
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), metavar="FILE", help="Write the staff to FILE."
)
@click.option("--json", "as_json", is_flag=True, help="Print the people and the report as JSON.")
@options.today
def import_(
    file: str,
    maps: tuple[str, ...],
    titles: tuple[str, ...],
    dates: str | None,
    encoding: str | None,
    output: Path | None,
    as_json: bool,
    today: date,
) -> None:
    """Turn the people in FILE into the `staff` of a profile.

    FILE is CSV or XLSX, - for standard input. All of it is read or nothing: each row that is
    wrong is named. The staff and the titles that were mapped are printed as YAML for a profile;
    the report and the titles to review go to standard error.

    \b
    Examples:
      planner roster import people.xlsx --output staff.yaml
      planner roster import people.csv --map Funktion=title --title Wizard=mlops
    """  # noqa: D301 - click reads \b as "don't wrap"
    from planner.hiring import load_roles
    from planner.hiring.rosters import review, staff
    from planner.integrations.files import read

    overrides = _titles(titles)
    found = read(
        files.read(file, LARGEST_FILE),
        today,
        pairs(maps, "--map"),
        day_first=None if dates is None else dates == "day-first",
        encoding=encoding,
    )
    if as_json:
        files.write(_json(found), output)
        return
    title_map = load_roles().titles
    click.echo("\n".join(_report(found, review(found.people, title_map, overrides))), err=True)
    files.write(_yaml(staff(found.people, title_map, overrides), overrides).encode(), output)


def _preview(seen: Preview) -> list[str]:
    of = ", ".join(filter(None, (seen.encoding, f"delimiter {seen.delimiter!r}" if seen.delimiter else "")))
    lines = [f"{seen.form.upper()} of {seen.rows:,} rows{f' ({of})' if of else ''}", ""]
    width = min(40, max(map(len, seen.header)))
    for place, column in enumerate(seen.header):
        examples = [row[place] for row in seen.sample if row[place]][:2]
        lines.append(
            f"  {column:<{width}}  {seen.mapping.get(column, '-'):<12}  {', '.join(examples)[:60]}".rstrip()
        )
    if seen.private:
        lines += ["", f"Private, never read: {', '.join(seen.private)}"]
    return lines


def _report(found: RosterFile, titles: tuple[TitleReview, ...]) -> list[str]:
    left = [row for row in found.report if row.outcome == "left_out"]
    lines = [f"{len(found.people):,} people read, {len(left):,} left out."]
    lines += [f"  row {row.line}: {row.name}: {row.reason}" for row in left[:20]]
    if len(left) > 20:
        lines.append(f"  and {len(left) - 20:,} more.")
    asked = [row for row in titles if row.ask]
    if asked:
        lines.append("Titles to review (say what they are with --title):")
        lines += [
            f"  {row.title or '(none)'} ({row.people:,}): {row.counts_as}. {row.ask}" for row in asked[:40]
        ]
    if len(asked) > 40:
        lines.append(f"  and {len(asked) - 40:,} more.")
    return lines


def _yaml(staff: tuple[Staff, ...], overrides: dict[str, Role | None]) -> str:
    import yaml

    rows = [
        {
            name: value
            for name, value in {
                "role": each.role,
                "level": each.level.value if each.level else None,
                "site": each.site,
                "fte": None if each.fte == 1 else each.fte,
                "count": None if each.count == 1 else each.count,
                "leaves_on": each.leaves_on,
            }.items()
            if value is not None
        }
        for each in staff
    ]
    document: dict[str, Any] = {"staff": rows}
    if overrides:
        document["title_map"] = {title: role.value if role else "other" for title, role in overrides.items()}
    return str(yaml.safe_dump(document, sort_keys=False, allow_unicode=True))


def _json(found: RosterFile) -> bytes:
    import json
    from dataclasses import asdict

    document = {
        "people": [asdict(person) for person in found.people],
        "report": [asdict(row) for row in found.report],
        "mapping": dict(found.mapping),
    }
    return (json.dumps(document, indent=2, ensure_ascii=False, default=str) + "\n").encode()


def _titles(given: tuple[str, ...]) -> dict[str, Role | None]:
    from planner.domain import Role

    said = pairs(given, "--title")
    for title, role in said.items():
        if role not in ROLES:
            raise click.UsageError(f"--title {title}={role}: the role is one of {', '.join(ROLES)}.")
    return {title: None if role == "other" else Role(role) for title, role in said.items()}


def pairs(given: tuple[str, ...], option: str) -> dict[str, str]:
    """LEFT=RIGHT as it was given, repeatedly, to an option."""
    found = {}
    for each in given:
        left, sign, right = each.rpartition("=")
        if not (sign and left.strip() and right.strip()):
            raise click.UsageError(f"{option} {each!r}: write it as LEFT=RIGHT.")
        found[left.strip()] = right.strip()
    return found
