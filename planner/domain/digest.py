"""A digest of domain objects that does not depend on where or when it is taken."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from planner.domain.calendar import FiscalQuarter, Month


def canonical(value: Any) -> Any:
    """`value` as JSON types; sets are sorted, unknown (None) fields left out, equal numbers written alike."""
    if isinstance(value, Month | FiscalQuarter | date):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return str(Decimal(str(value)).normalize() + 0)
    if is_dataclass(value):
        pairs = ((item.name, getattr(value, item.name)) for item in fields(value))
        return {name: canonical(part) for name, part in pairs if part is not None}
    if isinstance(value, Mapping):
        return {str(canonical(key)): canonical(part) for key, part in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(canonical(part) for part in value)
    if isinstance(value, tuple | list):
        return [canonical(part) for part in value]
    return value


def digest(value: Any) -> str:
    """SHA-256 (hex) of the canonical form."""
    text = json.dumps(canonical(value), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()
