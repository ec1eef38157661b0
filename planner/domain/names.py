"""What somebody or something may be called."""

from __future__ import annotations

import re

from planner.domain.errors import InvalidInput, Problem

LONGEST = 200
_HIDDEN = re.compile(r"[\u0000-\u0008\u000b-\u001f\u007f\ufffe\uffff\ud800-\udfff]")


def require_name(path: str, name: str, longest: int = LONGEST) -> None:
    """Raise InvalidInput unless `name` is printable text of 1 to `longest` characters, not blank."""
    if not name.strip() or len(name) > longest or _HIDDEN.search(name):
        raise InvalidInput(
            Problem(path, "is not a name.", f"Use 1 to {longest} printable characters, not only spaces.")
        )
