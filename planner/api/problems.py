"""Every kind of error that the API answers, in one table: its code, its status, what it means, what to do.

A code is promised: it neither changes its meaning nor goes away within /api/v1. An error of the program
belongs to the row that names its class, or the nearest class above it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.domain import (
    Conflict,
    Forbidden,
    InvalidGuidance,
    InvalidInput,
    InvalidProfile,
    NotFound,
    NotReproducible,
    PlannerError,
    Problem,
    Stale,
    Unauthenticated,
    Unconditional,
)
from planner.services.retries import AnswerLost, KeyReused, UnderWay
from planner.store import Unavailable, UnusableDatabase

FOLDER = "/problems"
HEAD = """\
# Errors of the API

Every error is `application/problem+json` (RFC 9457). Branch on `code`; a code that you don't know is to be
treated by its status. `type` leads to a page of the service about the code. This page is written from the
table `KINDS` in `planner/api/problems.py`.
"""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of error; `where` is the part of a request that it speaks of unless the error says that."""

    code: str
    status: int
    means: str
    fix: str
    error: type[PlannerError] | None = None
    where: str = "request"

    @property
    def type(self) -> str:
        """Its URI, which leads to its page."""
        return f"{FOLDER}/{self.code}"

    @property
    def title(self) -> str:
        """A few words: those of the program's error, else its code's."""
        return self.error.title if self.error else self.code.replace("-", " ").capitalize()

    @property
    def problem(self) -> Problem:
        """The kind told as a single problem."""
        return Problem(self.where, self.means, self.fix)


KINDS: tuple[Kind, ...] = (
    Kind(
        "bad-request",
        400,
        "is not HTTP as it should be.",
        "Correct what is named in `errors`, or send the request with an ordinary HTTP client.",
    ),
    Kind(
        "not-found",
        404,
        "There is nothing here.",
        "Look the id up in a list; the addresses are in the documentation at /api/v1/docs.",
        NotFound,
        "address",
    ),
    Kind(
        "method-not-allowed",
        405,
        "is not answered at this address.",
        "The header Allow lists those that are.",
        where="method",
    ),
    Kind(
        "unauthenticated",
        401,
        "holds no token that is good here: none was sent, or it is unknown, expired or revoked.",
        "Send `Authorization: Bearer TOKEN`; `planner tokens create --role ROLE` makes a token.",
        Unauthenticated,
        "Authorization",
    ),
    Kind(
        "forbidden",
        403,
        "The token is good, but its role may not do this.",
        "`errors` names the permission that it takes and who has it.",
        Forbidden,
    ),
    Kind(
        "conflict",
        409,
        "The present state does not allow this change; nothing was changed.",
        "`errors` says what stands in the way, and what to do first.",
        Conflict,
    ),
    Kind(
        "not-acceptable",
        406,
        "leaves out every form that there is.",
        "Accept application/json, or a form that the documentation lists.",
        where="Accept",
    ),
    Kind(
        "not-reproducible",
        409,
        "What the plan was made from is not all in force any more.",
        "Make a new plan, or run it again where the recorded versions are installed.",
        NotReproducible,
        "plan",
    ),
    Kind(
        "under-way",
        409,
        "belongs to a request that is being carried out.",
        "Wait for the seconds in Retry-After, then send it again as it is.",
        UnderWay,
        "Idempotency-Key",
    ),
    Kind(
        "answer-lost",
        409,
        "belongs to a request that was carried out, once; its answer was not kept.",
        "Do not send it again: look up in the lists what it has made.",
        AnswerLost,
        "Idempotency-Key",
    ),
    Kind(
        "stale",
        412,
        "The record has changed since it was read; nothing was changed.",
        "Read it again, look at what has changed, and send its new ETag as If-Match.",
        Stale,
        "If-Match",
    ),
    Kind(
        "content-too-large",
        413,
        "is too large.",
        "Send less at once; alike teams need one entry with a count.",
        where="body",
    ),
    Kind("uri-too-long", 414, "is too long.", "Send fewer or shorter parameters.", where="address"),
    Kind(
        "unsupported-media-type",
        415,
        "is not one that is read here.",
        "Send application/json or application/yaml in UTF-8, not compressed.",
        where="Content-Type",
    ),
    Kind(
        "invalid-input",
        422,
        "Something in the query, the headers or the body is not valid; nothing of it was used.",
        "Correct each place that `errors` names.",
        InvalidInput,
    ),
    Kind(
        "invalid-profile",
        422,
        "A profile has wrong, contradictory or impossible facts.",
        "Correct each place that `errors` names; a fact that is not known may be left out.",
        InvalidProfile,
        "profile",
    ),
    Kind(
        "invalid-guidance",
        422,
        "A guidance pack does not load, or names what there is not.",
        "Correct each place that `errors` names.",
        InvalidGuidance,
        "guidance",
    ),
    Kind(
        "key-reused",
        422,
        "was given to another request before.",
        "Give every request a key of its own, such as a fresh UUID.",
        KeyReused,
        "Idempotency-Key",
    ),
    Kind(
        "request-refused",
        422,
        "The request can be read, but cannot be carried out.",
        "Read `errors`: each says what to do.",
        PlannerError,
    ),
    Kind(
        "precondition-required",
        428,
        "A change has to say which version of the record it was made from, so that no other change is lost.",
        "Send the record's ETag as If-Match; `*` overwrites whatever is there.",
        Unconditional,
        "If-Match",
    ),
    Kind(
        "too-many-requests",
        429,
        "Too many came in a short time.",
        "Wait for the seconds in Retry-After; RateLimit-Remaining tells beforehand.",
        where="requests",
    ),
    Kind(
        "internal-server-error",
        500,
        "failed; this is not the request's fault.",
        "Report the id of the request.",
        where="service",
    ),
    Kind(
        "unavailable",
        503,
        "cannot reach its data at present.",
        "Try again in a few seconds.",
        Unavailable,
        "service",
    ),
    Kind(
        "unusable-database",
        503,
        "cannot work with its database; whoever runs it has to see to that.",
        "Try again later.",
        UnusableDatabase,
        "service",
    ),
)
BY_CODE: Mapping[str, Kind] = {kind.code: kind for kind in KINDS}
_BY_ERROR = {kind.error: kind for kind in KINDS if kind.error}
_BY_STATUS = {kind.status: kind for kind in reversed(KINDS)}


def of_error(error: PlannerError) -> Kind:
    """The kind of an error of the program: that of its class, or of the nearest above."""
    return next(_BY_ERROR[each] for each in type(error).__mro__ if each in _BY_ERROR)


def of_status(status: int) -> Kind:
    """The kind of an error of HTTP: that of its status, else of its hundred."""
    return _BY_STATUS.get(status) or BY_CODE["bad-request" if status < 500 else "internal-server-error"]


def markdown() -> str:
    """The page docs/errors.md."""
    rows = "".join(
        f"| `{kind.code}` | {kind.status} | {kind.where}: {kind.means} | {kind.fix} |\n" for kind in KINDS
    )
    return f"{HEAD}\n| code | status | what it means | what to do |\n|---|---|---|---|\n{rows}"
