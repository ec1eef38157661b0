"""Numbers and names as readers expect them: people whole, FTE with one decimal, money rounded."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from decimal import ROUND_HALF_EVEN, Decimal

from planner.domain import Money, PositionKind, Role, StanceKind
from planner.reports.formats import numeral, prose

NOTHING = "–"
WITHHELD = "withheld"
UNITS = ((2_000_000, 1_000_000, "million "), (2_000, 1_000, "thousand "), (0, 1, ""))
"""From which amount on which unit reads best: least amount, size, name."""

ROLE = {Role.MLOPS: "MLOps Engineer", Role.PLATFORM: "ML Platform Engineer"}

STANCE = {
    StanceKind.HIRE_NOW: "hire now",
    StanceKind.HIRE_WHEN: "hire later",
    StanceKind.CONVERT: "convert people you have",
    StanceKind.ALTERNATIVE: "meet the need another way",
    StanceKind.STAFFED: "enough people are there",
    StanceKind.NOT_YET: "not yet",
}

KINDS = {
    PositionKind.NEW: "New seats",
    PositionKind.BACKFILL: "Backfills",
    PositionKind.CONVERSION: "Conversions",
    PositionKind.COMMITTED: "Committed already",
    PositionKind.TRANSFER: "Transfers",
    PositionKind.TRAINING: "Trained",
    PositionKind.CONTRACTOR: "Contractors",
}


def plain(text: str) -> str:
    """`text` on one line, without control or direction-changing characters; otherwise as it was typed."""
    visible = (" " if unicodedata.category(char) in {"Cc", "Zl", "Zp"} else char for char in text)
    return " ".join("".join(char for char in visible if unicodedata.category(char) != "Cf").split())


def told(text: str, quoted: Collection[str] = ()) -> str:
    """A sentence of a plan, its dates and numbers as readers write them; what it quotes stays as it is."""
    return plain(prose(text, quoted))


def whole(count: int) -> str:
    """A count with its thousands apart."""
    return numeral(f"{count:,}")


def fixed(value: float, decimals: int) -> str:
    """A number with that many decimals and its thousands apart."""
    return numeral(f"{value:,.{decimals}f}")


def plural(count: int, noun: str) -> str:
    """`1 seat`, `2 seats`, `1,200 seats`."""
    return f"{whole(count)} {noun}" if count == 1 else f"{whole(count)} {noun}s"


def fte(value: float) -> str:
    """FTE with one decimal."""
    return numeral(f"{round(value, 1) + 0.0:,.1f}")


def number(value: float) -> str:
    """A quantity of any size, to four significant digits below a thousand."""
    return numeral((f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}").replace("-", "−"))


def share(value: float) -> str:
    """A part of a whole in percent."""
    return f"{fixed(value * 100, 0)} %"


def amount(money: Money | None) -> str:
    """An amount without its currency, rounded to about four digits; exact ones are in the JSON."""
    return WITHHELD if money is None else numeral(f"{rounded(money):,.0f}".replace("-", "−"))


def rounded(money: Money) -> Decimal:
    """An amount to about four digits."""
    size = abs(money.amount)
    steps = ((100_000_000, 100_000), (10_000_000, 10_000), (10_000, 1_000), (1_000, 100), (0, 1))
    step = next(step for limit, step in steps if size >= limit)
    return (money.amount / step).quantize(Decimal(1), ROUND_HALF_EVEN) * step + 0


def money(value: Money | None) -> str:
    """An amount with its currency, rounded to about four digits; a word where pay is withheld."""
    return WITHHELD if value is None else f"{amount(value)} {value.currency}"


def exact(value: Money | None) -> str:
    """An amount to the cent with its currency, nothing where pay is withheld."""
    return "" if value is None else str(value)


def listed(parts: Iterable[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    items = list(parts)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""


def sentence(text: str) -> str:
    """`text` with a capital first letter and a full stop."""
    text = text.strip()
    return text if not text else text[0].upper() + text[1:] + ("" if text[-1] in ".?:" else ".")


def inside(text: str) -> str:
    """A title inside a sentence: begun with a small letter, unless its first word is one like `MLOps`."""
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    return text if sum(letter.isupper() for letter in first) > 1 else text[:1].lower() + text[1:]


def value(given: float | bool | str | tuple[str, ...] | None) -> str:
    """A fact's value: yes, no, a number, words, or unknown."""
    if given is None:
        return "unknown"
    if isinstance(given, bool):
        return "yes" if given else "no"
    if isinstance(given, tuple):
        return listed(name(item) for item in given) or "none"
    return name(given) if isinstance(given, str) else number(given)


def name(identifier: str) -> str:
    """A fact, gate or need in words: `models_in_production` is `models in production`."""
    return identifier.replace("_", " ")
