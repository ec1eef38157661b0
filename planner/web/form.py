"""Facts as form fields: what is asked, how it is answered, and the profile that the answers make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema
from marshmallow.fields import Field
from werkzeug.datastructures import MultiDict

from planner.domain import InvalidInput, InvalidProfile, Problem, Profile
from planner.guidance import Guidance
from planner.reports import formats, words
from planner.schemas import profiles
from planner.schemas.containers import Record, Words
from planner.schemas.fields import Amount, Number, Whole, Word, YesNo
from planner.web import wording

Options = tuple[tuple[str, str], ...]

FIRST = (
    "ml_teams",
    "data_scientists",
    "models_in_production",
    "models_planned_per_quarter",
    "ops_share_of_ds_time",
    "ml_maturity",
)
"""The six questions that a start is made with; the plan asks what matters next."""

LIMITS = (
    "constraints.sites[0].country",
    "constraints.budget.currency",
    "constraints.budget.per_fiscal_year",
    "constraints.hires_per_month",
    "constraints.headcount_cap",
    "constraints.fiscal_year_starts_in",
)
PATHS = {
    "growth_teams": "growth.teams",
    "growth_models": "growth.models",
    "growth_data_scientists": "growth.data_scientists",
    "alternatives": "constraints.alternatives",
}
"""Facts that stand elsewhere in a profile than under their own name."""

MAIN_SITE = "Main site"
LIST = re.compile(r"(\w+)\[(\d)\]")


@dataclass(frozen=True, slots=True)
class Ask:
    """A fact to be asked: `kind` is text, secret, number, choice, yesno or many."""

    path: str
    label: str
    hint: str
    kind: str
    unit: str = ""
    options: Options = ()

    @property
    def id(self) -> str:
        """What its field is found by in a page."""
        return "f-" + re.sub(r"\W+", "-", self.path).strip("-")


def asks(guidance: Guidance, paths: Iterable[str]) -> tuple[Ask, ...]:
    """What to ask for these paths of a profile, in the guidance's words where it has some."""
    sentences = {fact.name: fact.ask for fact in guidance.facts}
    return tuple(_ask(path, sentences) for path in paths)


def path_of(fact: str) -> str | None:
    """Where a profile states a fact; None for what only follows from others."""
    path = PATHS.get(fact, fact)
    return path if _field(path) is not None else None


def _ask(path: str, sentences: Mapping[str, str]) -> Ask:
    field = _field(path)
    assert field is not None, path
    fact = next((name for name, place in PATHS.items() if place == path), path)
    told = str(field.metadata.get("description", ""))
    label = wording.LABELS.get(path) or sentences.get(fact) or told
    hint = wording.HINTS.get(path, "").format(share=formats.numeral("0.3"))
    return Ask(
        path, label, hint, _kind(path, field), str(field.metadata.get("x_unit", "")), _options(path, field)
    )


def _field(path: str) -> Field[Any] | None:
    schema: Schema = profiles.schema()
    field: Field[Any] | None = None
    for step in path.split("."):
        name = ((match := LIST.fullmatch(step)) and match[1]) or step
        field = schema.fields.get(name)
        inner = getattr(field, "inner", field)
        if isinstance(inner, Record):
            schema = inner.schema
    return field


def _kind(path: str, field: Field[Any]) -> str:
    if isinstance(field, Words):
        return "many"
    if path in wording.NAMES or (isinstance(field, Word) and len(field.words) < 30):
        return "choice"
    kinds = ((YesNo, "yesno"), (Number, "number"), (Whole, "number"), (Amount, "number"))
    return next((kind for of, kind in kinds if isinstance(field, of)), "text")


def _options(path: str, field: Field[Any]) -> Options:
    if path in wording.NAMES:
        return wording.NAMES[path]
    listed = field.inner if isinstance(field, Words) else field
    if isinstance(listed, Word) and len(listed.words) < 30:
        return tuple((word, words.name(word)) for word in listed.words)
    return ()


def answers(given: MultiDict[str, str]) -> dict[str, Any]:
    """The answers that were given, by path; what is empty is unknown and left out."""
    paths = (path for path in given if path == "name" or path in LIMITS or path_of(path) is not None)
    found = {path: [text.strip() for text in given.getlist(path) if text.strip()] for path in paths}
    return {path: texts if _is_list(path) else texts[0] for path, texts in found.items() if texts}


def _is_list(path: str) -> bool:
    return isinstance(_field(path), Words)


def profile(answered: Mapping[str, Any], onto: Mapping[str, Any] | None = None) -> Profile:
    """The profile that answers make, on top of another's data; raises InvalidProfile, each path a field."""
    data: dict[str, Any] = _copy(onto or {})
    problems: list[Problem] = []
    for path, text in answered.items():
        try:
            _put(data, path, _typed(path, text))
        except InvalidInput as error:
            problems += error.problems
    _complete(data)
    if "name" not in data:
        problems.append(Problem("name", "is missing.", "Say what the organisation is called."))
    if problems:
        raise InvalidProfile(*problems, *_rest(data))
    return profiles.load(data)


def _rest(data: Mapping[str, Any]) -> Sequence[Problem]:
    try:
        profiles.load({**data, "name": "?"})
    except InvalidProfile as error:
        return error.problems
    return ()


def _complete(data: dict[str, Any]) -> None:
    """A site needs a name, and a budget without an amount is a currency only."""
    constraints = data.get("constraints", {})
    for site in constraints.get("sites", ()):
        site.setdefault("name", MAIN_SITE)
    budget = constraints.get("budget")
    if budget and set(budget) == {"currency"}:
        constraints["currency"] = constraints.pop("budget")["currency"]


def _put(data: dict[str, Any], path: str, value: Any) -> None:
    *above, last = path.split(".")
    for step in above:
        if match := LIST.fullmatch(step):
            entries = data.setdefault(match[1], [])
            entries += [{} for _ in range(int(match[2]) + 1 - len(entries))]
            data = entries[int(match[2])]
        else:
            data = data.setdefault(step, {})
    data[last] = value


def _typed(path: str, text: str | list[str]) -> Any:
    """A number, a yes/no or a text, as the profile has it; raises InvalidInput for a number that is none."""
    if isinstance(text, list):
        return [_typed(path, each) for each in text]
    field = _field(path)
    if isinstance(field, YesNo):
        return {"yes": True, "no": False}.get(text, text)
    if not isinstance(field, Number | Whole | Amount):
        return text.upper() if path.endswith(("currency", "country")) else text
    return number(path, text, "1,234" if isinstance(field, Whole) else "1,234.5")


def number(path: str, text: str, such_as: str = "1,234.5") -> int | float:
    """The number that a text is, by the reader's habits, `30 %` as 0.3; raises InvalidInput with the path."""
    plain = formats.typed(text.removesuffix("%"))
    if plain is None:
        fix = f"Write numbers like {formats.numeral(such_as)}."
        raise InvalidInput(Problem(path, f"{text[:40]!r} is not a number.", fix))
    if text.endswith("%"):
        return float(plain) / 100
    return float(plain) if "." in plain else int(plain)


def _copy(data: Mapping[str, Any]) -> dict[str, Any]:
    def deep(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {key: deep(each) for key, each in value.items()}
        return [deep(each) for each in value] if isinstance(value, list | tuple) else value

    return {key: deep(value) for key, value in data.items()}
