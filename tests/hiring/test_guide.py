"""The guide's statements: each leads somewhere, and every citation exists."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from planner import resources
from planner.domain.words import Need

SEEDS = resources.seeds()


def document(name: str) -> Any:
    return yaml.safe_load((SEEDS / name).read_text(encoding="utf-8"))


STATEMENTS = document("guidance/guide.yaml")["statements"]
ROLES = document("roles/roles.yaml")["roles"]
RULES = {
    rule["id"]
    for path in (SEEDS / "guidance/rules").glob("*.yaml")
    for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]
}
SECTIONS = {
    "Introduction",
    "Role Overviews",
    "Key Responsibilities & Focus Areas",
    "Required Skills & Qualifications",
    "Organizational Structure & Reporting",
    "Overlap & Common Misconceptions",
    "Career Path & Salary Expectations",
    "Choosing the Right Role",
    "Additional Resources",
    "Key Takeaways",
}


def citations(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for member in value.values():
            yield from citations(member)
    elif isinstance(value, list):
        for item in value:
            yield from citations(item)
    elif isinstance(value, str) and re.match(r"(guide|practice):\S+$", value):
        yield value


def attribute(dotted: str) -> Any:
    """What `role:<dotted>` names in roles.yaml: keys of mappings, ids of entries."""
    value: Any = ROLES
    for part in dotted.split("."):
        if isinstance(value, list):
            value = next(entry for entry in value if entry["id"] == part)
        else:
            value = value[part]
    return value


def test_ids_are_unique_and_readable() -> None:
    ids = [statement["id"] for statement in STATEMENTS]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", name) for name in ids)


def test_every_section_of_the_guide_is_covered() -> None:
    assert {statement["section"] for statement in STATEMENTS} == SECTIONS


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda statement: statement["id"])
def test_a_statement_is_short_and_leads_somewhere(statement: dict[str, Any]) -> None:
    assert set(statement) <= {"id", "section", "says", "phrase", "became", "because"}
    assert "\n" not in statement["says"]
    assert len(statement["says"]) < 120
    assert 1 <= len(statement["phrase"].split()) <= 5
    assert statement["became"]
    assert (statement["became"] == ["none"]) == ("because" in statement)


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda statement: statement["id"])
def test_what_a_statement_became_exists(statement: dict[str, Any]) -> None:
    known = {
        "rule": RULES,
        "need": set(Need),
        "assumption": set(document("assumptions/assumptions.yaml")),
        "fact": set(document("guidance/facts.yaml")["facts"]),
        "pay": {path.stem for path in (SEEDS / "compensation").glob("*.csv")},
        "title": set(document("roles/titles.yaml")),
    }
    for target in statement["became"]:
        kind, _, name = target.partition(":")
        if kind == "role":
            assert attribute(name)
        elif target != "none":
            assert name in known[kind], target


def test_every_need_and_every_skill_comes_from_a_statement() -> None:
    became = {target for statement in STATEMENTS for target in statement["became"]}
    assert {f"need:{need}" for need in Need} <= became
    for role, profile in ROLES.items():
        for kind, skills in profile["skills"].items():
            assert {f"role:{role}.skills.{kind}.{skill['id']}" for skill in skills} <= became


def test_every_citation_of_the_catalogue_exists() -> None:
    known = {f"guide:{statement['id']}" for statement in STATEMENTS}
    known |= {f"practice:{row}" for row in document("guidance/practice.yaml")["practice"]}
    cited = set(citations(document("roles/roles.yaml")))
    assert cited
    assert cited <= known


def test_a_duty_of_the_catalogue_is_cited_where_the_statement_became_it() -> None:
    for statement in STATEMENTS:
        for target in statement["became"]:
            _, _, name = target.partition(":")
            if (
                target.startswith("role:")
                and isinstance(entry := attribute(name), dict)
                and "source" in entry
            ):
                assert f"guide:{statement['id']}" in set(citations(entry)), (statement["id"], target)
