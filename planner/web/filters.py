"""What templates say numbers, dates and facts with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from urllib.parse import urlsplit

from flask import Flask, g, request, url_for
from markupsafe import Markup

from planner.domain import Money, Plan, Role
from planner.domain.access import Permission
from planner.domain.analysis import Flip
from planner.reports import evidence, formats, html, words
from planner.reports.answer import figures
from planner.reports.document import Point
from planner.reports.seats import groups
from planner.services import people
from planner.web import again, assets, life, papers, rulebook, views
from planner.web.access import within
from planner.web.doors import desk


def register(app: Flask) -> None:
    """Give every template of `app` the same words."""
    app.jinja_env.filters.update(clock=formats.clock, day=formats.day, moment=formats.moment)
    _filters(app)
    _globals(app)


def _filters(app: Flask) -> None:
    app.jinja_env.filters.update(
        amount=words.amount,
        anchor=html.anchor,
        cited=cited,
        concerning=concerning,
        exact=html.exact,
        example=lambda given: words.value(tuple(given) if isinstance(given, frozenset) else given),
        fact=words.name,
        figures=figures,
        first_start=first_start,
        fte=words.fte,
        groups=groups,
        inside=words.inside,
        kind=html.kind,
        money=words.money,
        month=formats.when,
        plain=words.plain,
        plural=words.plural,
        quantity=words.number,
        rule_kind=rulebook.kind,
        seated=evidence.seated,
        sentence=words.sentence,
        share=words.share,
        short_of=short_of,
        stand=evidence.stand,
        told=words.told,
        signed=lambda number: _signed(number, words.whole(abs(number))),
        signed_fte=lambda number: _signed(round(number, 1), words.fte(abs(number))),
        signed_money=lambda money: _signed(money.amount, words.amount(money).lstrip("−")),
        value=words.value,
        whole=words.whole,
        written=lambda number: formats.numeral(f"{number:.12g}"),
    )


def _globals(app: Flask) -> None:
    app.jinja_env.globals.update(
        ROLE=words.ROLE,
        STANCE=words.STANCE,
        answerable=lambda plan: views.answerable(desk(), plan),
        asset=assets.address,
        button=life.BUTTONS.__getitem__,
        by_grade=views.by_grade,
        cash=Money,
        locale=formats.tag,
        navigation=navigation,
        once=again.token,
        person=person,
        story_of=lambda record: life.story(desk(), record.id),
        came_from=came_from,
        documents=papers.NAMES.items,
        may=may,
        signed_in=lambda: "desk" in g,
    )


def came_from() -> str:
    """The page of ours that the reader was on before; the start page where it is not known."""
    parts = urlsplit(request.referrer or "")
    if parts.netloc != request.host:
        return "/"
    return within(f"{parts.path}?{parts.query}" if parts.query else parts.path)


def may(permission: str) -> bool:
    """Whether whoever is signed in may do that."""
    return desk().actor.may(Permission(permission))


def navigation() -> Iterator[tuple[str, str, str]]:
    """The main parts: label, address, and how addresses of the part begin."""
    if "desk" not in g:
        return
    yield "Plans", url_for("web.plans.index"), "/plans"
    yield "Positions", url_for("web.positions.index"), "/positions"
    yield "Approvals", url_for("web.approvals.index"), "/approvals"
    yield "Guidance", url_for("web.guidance.index"), "/guidance"
    if may(Permission.DATA_EXCHANGE):
        yield "Connections", url_for("web.connections.index"), "/connections"
    if may(Permission.AUDIT_READ):
        yield "Audit trail", url_for("web.audit.index"), "/audit"
    if may(Permission.PEOPLE_MANAGE):
        yield "Settings", url_for("web.settings.index"), "/settings"


def person(actor: str) -> str:
    """Who acted, in words: oneself by that word, others by name."""
    return "you" if actor == desk().actor.id else people.known_as(desk(), actor)


def cited(point: Point) -> Markup:
    """Where a point comes from, each rule with the way to its page."""
    rules = map(_rule, point.rules)
    return Markup(" · ").join((*map(words.plain, point.sources), *rules))


def _rule(rule_id: str) -> Markup:
    return Markup('<a href="{}">rule {}</a>').format(url_for("web.guidance.rule", rule_id=rule_id), rule_id)


def first_start(plan: Plan, role: Role) -> str:
    """The month in which the first seat of a role starts."""
    starts = [seat.starts for seat in plan.positions if seat.role is role]
    return formats.when(min(starts)) if starts else words.NOTHING


def concerning(flips: Iterable[Flip], role: Role) -> list[Flip]:
    """The tipping points of one role."""
    return [flip for flip in flips if any(effect.role == role for effect in flip.effects)]


def short_of(plan: Plan, role: Role) -> float:
    """FTE-months of one role that the plan leaves undone."""
    return sum(next(supply.shortage for supply in plan.supply if supply.role is role))


def _signed(number: float | Decimal, size: str) -> str:
    """`+3`, `−3`, or `±0` where nothing changes."""
    return f"{'+' if number > 0 else '−' if number < 0 else '±'}{size}"
