"""Three-valued arithmetic and logic on numpy arrays; what is wholly known takes the plain path."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any, Final, TypeAlias

import numpy as np

Array: TypeAlias = Any  # an array or a numpy scalar that broadcasts against one
Function: TypeAlias = Callable[[Array, Array], Array]

ARITHMETIC: Final[dict[str, Function]] = {"+": np.add, "-": np.subtract, "*": np.multiply}
COMPARISONS: Final[dict[str, Function]] = {
    "==": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}


class Values:
    """Numbers (NaN unknown), or choice codes and set masks (-1 unknown); `whole` where nothing is unknown."""

    __slots__ = ("_known", "data", "whole")

    def __init__(self, data: Array, whole: bool) -> None:
        self.data, self.whole = data, whole
        self._known: Array = None

    @property
    def known(self) -> Array:
        """Which values are known."""
        if self._known is None:
            is_float = self.data.dtype.kind == "f"
            self._known = np.equal(self.data, self.data) if is_float else self.data >= 0
        return self._known


class Truths:
    """Where a condition is true and where it is false; without `no`, it is false wherever it isn't true.

    `no` is worked out when it is first asked for: most conditions are only asked whether they hold.
    """

    __slots__ = ("_find_no", "_no", "whole", "yes")

    def __init__(self, yes: Array, no: Callable[[], Array] | None = None) -> None:
        self.yes, self._find_no = yes, no
        self._no: Array = None
        self.whole = no is None

    @property
    def no(self) -> Array:
        """Where it is false."""
        if self._no is None:
            self._no = ~self.yes if self._find_no is None else self._find_no()
        return self._no

    @property
    def known(self) -> Array:
        """Where it is true or false."""
        return np.True_ if self.whole else self.yes | self.no


def negative(operand: Values) -> Values:
    """`-operand`."""
    return Values(-operand.data, operand.whole)


def arithmetic(function: Function, left: Values, right: Values) -> Values:
    """Sum, difference or product; NaN spreads."""
    return Values(function(left.data, right.data), left.whole and right.whole)


def quotient(left: Values, right: Values) -> Values:
    """Quotient, unknown where the divisor is zero."""
    data, zero = np.divide(left.data, right.data), np.equal(right.data, 0)
    if not zero.any():
        return Values(data, left.whole and right.whole)
    return Values(np.where(zero, np.nan, data), whole=False)


def compared(function: Function, left: Values, right: Values) -> Truths:
    """A comparison of numbers or codes."""
    outcome = function(left.data, right.data)
    compares_nan = function is np.not_equal or not _floats(left, right)
    return _where_known(outcome, left, right, definite=not compares_nan)


def agreement(function: Function, left: Truths, right: Truths) -> Truths:
    """`==` or `!=` of two conditions."""
    return _where_known(function(left.yes, right.yes), left, right)


def among(options: Sequence[int], codes: Values) -> Truths:
    """Whether the code is one of the options."""
    return _where_known(reduce(np.logical_or, [codes.data == option for option in options]), codes)


def contains(bit: int, masks: Values) -> Truths:
    """Whether the mask holds the bit."""
    return _where_known((masks.data & bit) != 0, masks)


def tested(known: bool, subject: Values | Truths) -> Truths:
    """Whether the subject is known, or unknown; definite itself."""
    if subject.whole:
        return Truths(np.bool_(known))
    return Truths(subject.known if known else ~subject.known)


def inverse(operand: Truths) -> Truths:
    """`not operand`."""
    return Truths(~operand.yes) if operand.whole else Truths(operand.no, lambda: operand.yes)


def conjunction(*operands: Truths) -> Truths:
    """All operands."""
    yes = reduce(np.logical_and, [operand.yes for operand in operands])
    if all(operand.whole for operand in operands):
        return Truths(yes)
    return Truths(yes, lambda: reduce(np.logical_or, [operand.no for operand in operands]))


def disjunction(*operands: Truths) -> Truths:
    """Any operand."""
    yes = reduce(np.logical_or, [operand.yes for operand in operands])
    if all(operand.whole for operand in operands):
        return Truths(yes)
    return Truths(yes, lambda: reduce(np.logical_and, [operand.no for operand in operands]))


def chosen_values(test: Truths, then: Values, otherwise: Values) -> Values:
    """`test ? then : otherwise` of numbers."""
    data = np.where(test.yes, then.data, otherwise.data)
    if test.whole:
        return Values(data, then.whole and otherwise.whole)
    return Values(np.where(test.known, data, np.nan), whole=False)


def filled_values(known: Truths, subject: Values, stand_in: Values) -> Values:
    """`subject != null ? subject : stand_in` of numbers: known wherever the stand-in is."""
    if subject.whole:
        return subject
    return Values(np.where(known.yes, subject.data, stand_in.data), stand_in.whole)


def filled_truths(known: Truths, subject: Truths, stand_in: Truths) -> Truths:
    """`subject != null ? subject : stand_in` of conditions: known wherever the stand-in is."""
    if subject.whole:
        return subject
    yes = subject.yes | (known.no & stand_in.yes)
    return Truths(yes) if stand_in.whole else Truths(yes, lambda: subject.no | (known.no & stand_in.no))


def chosen_truths(test: Truths, then: Truths, otherwise: Truths) -> Truths:
    """`test ? then : otherwise` of conditions."""
    yes = (test.yes & then.yes) | (test.no & otherwise.yes)
    if test.whole and then.whole and otherwise.whole:
        return Truths(yes)
    return Truths(yes, lambda: (test.yes & then.no) | (test.no & otherwise.no))


def _floats(*sides: Values) -> bool:
    return all(side.data.dtype.kind == "f" for side in sides)


def _where_known(outcome: Array, *sides: Values | Truths, definite: bool = False) -> Truths:
    """The outcome where all sides are known; `definite` where it is never true of unknowns anyway."""
    partial = [side for side in sides if not side.whole]
    if not partial:
        return Truths(outcome)
    if definite:
        return Truths(outcome, lambda: np.greater(_all_known(partial), outcome))
    known = _all_known(partial)
    yes = outcome & known
    return Truths(yes, lambda: np.greater(known, yes))


def _all_known(sides: Sequence[Values | Truths]) -> Array:
    return reduce(np.logical_and, [side.known for side in sides])
