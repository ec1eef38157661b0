"""What templates say numbers, dates and facts with."""

from __future__ import annotations

from datetime import date

from flask import Flask, url_for

from planner.domain import Month
from planner.reports import words
from planner.reports.answer import figures
from planner.reports.seats import groups
from planner.web import assets, rulebook, views
from planner.web.doors import desk

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def register(app: Flask) -> None:
    """Give every template of `app` the same words."""
    app.jinja_env.filters.update(
        amount=words.amount,
        anchor=views.anchor,
        day=day,
        example=lambda given: words.value(tuple(given) if isinstance(given, frozenset) else given),
        fact=words.name,
        figures=figures,
        fte=words.fte,
        groups=groups,
        kind=lambda piece: type(piece).__name__,
        money=words.money,
        month=month,
        plain=words.plain,
        plural=words.plural,
        quantity=words.number,
        rule_kind=rulebook.kind,
        sentence=words.sentence,
        share=words.share,
        value=words.value,
    )
    app.jinja_env.globals.update(
        ROLE=words.ROLE,
        STANCE=words.STANCE,
        answerable=lambda plan: views.answerable(desk(), plan),
        asset=assets.address,
        by_grade=views.by_grade,
        navigation=navigation,
    )


def navigation() -> tuple[tuple[str, str, str], ...]:
    """The main parts: label, address, and how addresses of the part begin."""
    return (
        ("Plans", url_for("web.plans.index"), "/plans"),
        ("Guidance", url_for("web.guidance.index"), "/guidance"),
    )


def day(when: date) -> str:
    """`26 Nov 2026`."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def month(when: Month) -> str:
    """`Nov 2026`."""
    return f"{MONTHS[when.month - 1]} {when.year}"
