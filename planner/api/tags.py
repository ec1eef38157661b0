"""Entity tags: answers carry them, readers ask by them whether anything is new, changes name them.

The tag of a record with versions is its version and a digest of the answer, `"3.9f86d081884c7d65"`: strong,
as it differs between readers who are shown different parts. A change is matched by the version alone, so
that `If-Match: "3"` can be written from the body's `version`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from flask import Response, request

from planner.domain import InvalidInput, Problem, Unconditional
from planner.services.versions import WHICHEVER, Expected

LENGTH = 16
TAG = re.compile(r'"([0-9]{1,9})(?:\.[0-9a-f]{16})?"', re.ASCII)
TAGS = r'^(\*|"[0-9]{1,9}(\.[0-9a-f]{16})?"(, "[0-9]{1,9}(\.[0-9a-f]{16})?"){0,9})$'


def expected() -> Expected:
    """What If-Match says; raises Unconditional where it is missing, InvalidInput for no tag of ours."""
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise Unconditional(
            Problem(
                "If-Match", "is missing.", "Send the record's ETag, or `*` to overwrite whatever is there."
            )
        )
    return WHICHEVER if given == "*" else Expected(frozenset(map(_version, given.split(","))))


def _version(tag: str) -> int:
    matched = TAG.fullmatch(tag.strip())
    if matched is None:
        fix = 'Send the ETag as it was answered, such as "3.9f86d081884c7d65", or "3", or *.'
        raise InvalidInput(
            Problem("If-Match", f"holds {tag.strip()[:60]!r}, which is no ETag of a record.", fix)
        )
    return int(matched[1])


IF_MATCH: Mapping[str, Any] = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "description": "The ETag of the record as it was read; `*`: whatever is there.",
    "schema": {"type": "string", "pattern": TAGS, "example": '"3"'},
}
IF_NONE_MATCH: Mapping[str, Any] = {
    "in": "header",
    "name": "If-None-Match",
    "description": "ETags of answers that are at hand; 304 where the answer is one of them.",
    "schema": {"type": "string", "example": '"9f86d081884c7d65"'},
}
ETAG: Mapping[str, Any] = {"description": "Changes whenever the answer does.", "schema": {"type": "string"}}


def tagged(response: Response, version: int | None) -> Response:
    """The answer with its tag; 304 without a body where the reader has it already."""
    digest = hashlib.sha256(response.get_data()).hexdigest()[:LENGTH]
    tag = digest if version is None else f"{version}.{digest}"
    response.set_etag(tag)
    if response.status_code == 200 and reads() and request.if_none_match.contains_weak(tag):
        response.status_code = 304
        response.set_data(b"")
    return response


def reads() -> bool:
    """Whether the request only reads."""
    return request.method in {"GET", "HEAD"}
