"""Money: an exact amount in one currency."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount with its ISO 4217 currency, kept to the cent; two currencies never add."""

    amount: Decimal
    currency: str

    @classmethod
    def of(cls, amount: float | Decimal, currency: str) -> Money:
        """Round `amount` half-even to the cent."""
        return cls(Decimal(amount).quantize(CENT, ROUND_HALF_EVEN), currency)

    @classmethod
    def total(cls, parts: Iterable[Money], currency: str) -> Money:
        """The exact sum of `parts`, zero of `currency` when there are none."""
        return sum(parts, cls(Decimal("0.00"), currency))

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def __mul__(self, factor: int) -> Money:
        return Money(self.amount * factor, self.currency)

    def __le__(self, other: Money) -> bool:
        self._same(other)
        return self.amount <= other.amount

    def __str__(self) -> str:
        return f"{self.amount:,.2f} {self.currency}"

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add without an exchange rate")


def disclosed(money: Money | None) -> Money:
    """`money` where it must be known; raises ValueError where it is withheld."""
    if money is None:
        raise ValueError("this amount is withheld")
    return money
