"""Typed ids that say what they name and sort by age, such as `plan_01kb3v6d9s7pz0f4mx2c8r5hqe`."""

from __future__ import annotations

import re
import secrets
from datetime import datetime

PROFILE, PLAN = "prof", "plan"
WORKSPACE, PERSON, TOKEN, LINK, SESSION = "ws", "user", "tok", "link", "sess"
EVENT, SCENARIO, PACK = "evt", "scn", "pack"
HIRE, REQUISITION, COMMENT = "hire", "req", "cmt"
CONNECTION, RUN, ROSTER, ENDPOINT, DELIVERY = "conn", "run", "ros", "hook", "dlv"
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
RANDOM_BITS = 80
LENGTH = 26


def new(kind: str, now: datetime) -> str:
    """A fresh id: 48 bits of milliseconds and 80 random bits in Crockford's base 32."""
    number = int(now.timestamp() * 1000) << RANDOM_BITS | secrets.randbits(RANDOM_BITS)
    return f"{kind}_{''.join(ALPHABET[number >> shift & 31] for shift in range(5 * (LENGTH - 1), -1, -5))}"


def form(kind: str) -> str:
    """The regular expression of all ids of one kind."""
    return f"{kind}_[0-7][{ALPHABET}]{{{LENGTH - 1}}}"


def names(kind: str, text: str) -> bool:
    """Whether `text` can be an id of that kind at all."""
    return re.fullmatch(form(kind), text, re.ASCII) is not None
