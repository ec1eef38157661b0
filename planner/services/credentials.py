"""Secrets that let in: 256 random bits that name their workspace; only their SHA-256 is ever kept."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from typing import NamedTuple

from planner.services import ids

TOKEN, LINK, SESSION = "tp", "tl", "ts"
BITS = 256
SECRET_LENGTH = 52  # characters of base 32 for 256 bits


class Secret(NamedTuple):
    """A new secret: `text` is shown once, `hash` is kept."""

    text: str
    hash: str


class Shown(NamedTuple):
    """A secret that somebody showed: the workspace that it names, and its hash."""

    workspace: str
    hash: str


def issue(kind: str, workspace: str) -> Secret:
    """A new secret such as `tp_...` for the workspace of that id."""
    number = secrets.randbits(BITS)
    random = "".join(ids.ALPHABET[number >> shift & 31] for shift in range(0, 5 * SECRET_LENGTH, 5))
    text = f"{kind}_{workspace.removeprefix(f'{ids.WORKSPACE}_')}{random}"
    return Secret(text, _hash(text))


def read(kind: str, text: str) -> Shown | None:
    """What `text` says; None where it cannot be a secret of that kind."""
    form = rf"{kind}_([0-7][{ids.ALPHABET}]{{{ids.LENGTH - 1}}})[{ids.ALPHABET}]{{{SECRET_LENGTH}}}"
    match = re.fullmatch(form, text, re.ASCII)
    return Shown(f"{ids.WORKSPACE}_{match[1]}", _hash(text)) if match else None


def equal(one: str, other: str) -> bool:
    """Whether two hashes are equal, in constant time."""
    return hmac.compare_digest(one, other)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
