"""Money: US dollars as ``Decimal``, kept as whole micro-dollars. A fraction of one counts as a whole one.

Floats are only for what is shown.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal

FREE = Decimal(0)
_MICROS = 1_000_000


def micros(amount: Decimal) -> int:
    """``amount`` in dollars as whole micro-dollars, rounded up."""
    return int((amount * _MICROS).to_integral_value(rounding=ROUND_CEILING))


def dollars(amount: int) -> Decimal:
    """Micro-dollars as dollars, exactly."""
    return Decimal(amount) / _MICROS


def in_words(amount: int | Decimal | float) -> str:
    """Micro-dollars (an ``int``) or dollars for a person: cents, and what is below a cent to two digits."""
    value = dollars(amount) if isinstance(amount, int) else Decimal(str(amount))
    if value == 0 or value >= Decimal("0.1"):
        return f"${value:.2f}"
    return f"${float(value):.2g}" if value >= Decimal("0.0001") else f"${value.normalize():f}"
