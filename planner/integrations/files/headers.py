"""Which column means what: the words that HR tools use in their exports."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from planner.domain import InvalidInput, Problem

IGNORED = "ignore"


def _listed(words: str) -> tuple[str, ...]:
    return tuple(" ".join(word.split()) for word in words.split(","))


SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "key": _listed("""
        employee id, badge id, employee #, employee number, employee no, employee code, emp id,
        worker id, person id, personnel number, staff id, staff number, id, external id, payroll id
    """),
    "name": _listed("""
        name, full name, employee name, employee, worker, display name, preferred name, legal name,
        person
    """),
    "first_name": _listed("first name, given name, forename, preferred first name, legal first name"),
    "last_name": _listed("last name, surname, family name, legal last name"),
    "email": _listed("""
        work email, email, e mail, email address, work e mail, company email, business email,
        primary email, username, user name, user principal name
    """),
    "title": _listed("""
        job title, title, job position, designation, business title, position title, position, role
        title, job name, job
    """),
    "level": _listed("""
        level, job role, job level, grade, seniority, career level, management level, band, job
        grade
    """),
    "department": _listed("""
        department, department name, dept, division, org unit, organization, business unit
    """),
    "team": _listed("team, team name, cost center, cost centre, supervisory organization, squad, group"),
    "manager": _listed("""
        manager, reporting manager, reports to, manager name, supervisor, line manager, manager
        email, manager id, manager employee id, direct manager
    """),
    "site": _listed("location, site, office, work location, city, workplace, office location"),
    "employment": _listed("""
        employee type, employment type, worker type, contract type, work type, employment status
        type, worker sub type, time type
    """),
    "fte": _listed("""
        fte, fte %, fte percent, full time equivalent, employment percentage, working percentage
    """),
    "starts": _listed("""
        hire date, start date, date joining, date of joining, joining date, original hire date,
        employment start date, date hired
    """),
    "leaves": _listed("""
        termination date, contract end date, end date, last day, leaving date, relieving date, last
        working day, exit date
    """),
    "status": _listed("status, employment status, employee status, active, worker status, active status"),
    "pay": _listed("""
        basic salary, base salary, salary, annual salary, base pay, annual base pay, compensation
    """),
    "currency": _listed("currency, salary currency, pay currency, currency code"),
}
PRIVATE = _listed("""
    ssn, social security, national id, passport, tax, date of birth, birth date, birthday, gender, sex,
    home address, personal email, personal phone, phone, mobile, marital, religion, ethnicity, race,
    disability, bank, iban
""")
ABOUT: Mapping[str, str] = {
    "key": "the id of the person in the source",
    "name": "the whole name",
    "first_name": "the first name",
    "last_name": "the last name",
    "email": "the e-mail address at work",
    "title": "the job title",
    "level": "the level or grade",
    "department": "the department",
    "team": "the team or cost centre",
    "manager": "the manager by id, e-mail or name",
    "site": "the place of work",
    "employment": "the kind of employment",
    "fte": "the full-time equivalent",
    "starts": "the first day",
    "leaves": "the last day",
    "status": "whether the person is active",
    "pay": "the yearly base pay",
    "currency": "the currency of the pay",
}
FIELDS = tuple(SYNONYMS)
_KNOWN = {synonym: field for field, synonyms in SYNONYMS.items() for synonym in synonyms}
_BETTER = {synonym: place for synonyms in SYNONYMS.values() for place, synonym in enumerate(synonyms)}


class InvalidMapping(InvalidInput):
    """A mapping of columns that does not fit the file."""

    title = "The columns cannot be used"


def fold(header: str) -> str:
    """A header's words, however they are written: `Employee_ID`, `employeeId` and `EMPLOYEE ID` are alike."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)
    return " ".join(re.findall(r"[\w#%]+", parted.replace("_", " ").casefold()))


def guess(header: Sequence[str]) -> dict[str, str]:
    """Column -> field for the headers that are known; of two for one field the more usual word is taken."""
    best: dict[str, tuple[int, str]] = {}
    for column in header:
        folded = fold(column)
        field = _KNOWN.get(folded)
        if field and (field not in best or _BETTER[folded] < best[field][0]):
            best[field] = (_BETTER[folded], column)
    return {column: field for field, (_, column) in best.items()}


def is_private(column: str) -> bool:
    """Whether a column holds what planning must not know; such columns are never read."""
    words = f" {fold(column)} "
    return any(f" {each} " in words for each in PRIVATE)


def columns(header: Sequence[str], given: Mapping[str, str] | None = None) -> dict[str, int]:
    """Field -> place of its column, guessed where `given` (column -> field, or `ignore`) says nothing."""
    problems = [*_twice(header), *_wrong(header, given or {})]
    if problems:
        raise InvalidMapping(*problems)
    chosen = dict(given or {})
    taken = set(chosen.values())
    chosen |= {
        column: field
        for column, field in guess(header).items()
        if column not in chosen and field not in taken
    }
    places = {field: header.index(column) for column, field in chosen.items() if field != IGNORED}
    if not places.keys() & {"name", "first_name", "last_name", "email", "key"}:
        raise InvalidMapping(
            Problem("columns", "none says who the people are.", "Map one to name, email or key.", 1)
        )
    return places


def _twice(header: Sequence[str]) -> list[Problem]:
    named = [each for each in header if each]
    return [
        Problem("columns", f"{each!r} stands twice.", "Give each column a header of its own.", 1)
        for each in sorted({each for each in named if named.count(each) > 1})
    ]


def _wrong(header: Sequence[str], given: Mapping[str, str]) -> list[Problem]:
    problems = []
    for column, field in given.items():
        if column not in header:
            near = get_close_matches(column, header, n=1)
            fix = (
                f"Did you mean {near[0]!r}?"
                if near
                else f"There are: {', '.join(filter(None, header))[:300]}."
            )
            problems.append(Problem(f"columns.{column}", "is no column of the file.", fix))
        elif field not in (*FIELDS, IGNORED):
            problems.append(
                Problem(
                    f"columns.{column}", f"{field!r} is no field.", f"Use one of {', '.join(FIELDS)}, ignore."
                )
            )
        elif field != IGNORED and is_private(column):
            problems.append(
                Problem(f"columns.{column}", "is private and is not read.", "Leave it out of the mapping.")
            )
    fields = [field for field in given.values() if field != IGNORED]
    problems += [
        Problem("columns", f"{field!r} is given to two columns.", "Give it to one.")
        for field in sorted({each for each in fields if fields.count(each) > 1})
    ]
    return problems
