"""How many examples a property runs with: few in `make test`, as the profile says in `make properties`."""

from __future__ import annotations

from hypothesis import settings

EXAMPLES = settings().max_examples
THOROUGH = EXAMPLES > 1_000


def few(count: int) -> settings:
    """Settings with `count` examples, unless all are asked for."""
    return settings(max_examples=EXAMPLES if THOROUGH else count)
