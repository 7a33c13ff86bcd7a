"""What the tables of Google's political ads bundle have in common: one amount out of a column for every currency."""

from __future__ import annotations

CURRENCIES = (
    "USD", "EUR", "INR", "BGN", "HRK", "CZK", "DKK", "HUF", "PLN", "RON", "SEK", "GBP", "NZD", "ILS", "AUD", "TWD",
    "BRL", "ARS", "ZAR", "CLP", "MXN", "CAD", "CHF", "NOK", "COP", "PEN", "UYU", "JPY", "KRW", "IDR", "MYR", "PHP", "SGD",
    "THB", "VND", "HKD", "TRY", "UAH", "NGN", "KES",
)  # fmt: skip
"""The currencies in the order in which a row is asked; a bundle has a column for some of them."""

ARCHIVE_BEGINS = "'2018-05-31'"
"""The first day of any advertisement in the bundle: from here on figures to date are counted."""


def columns(stem: str) -> tuple[str, ...]:
    """The columns of an amount, ``Spend`` or ``Spend_Range_Min``, in every currency."""
    return tuple(f"{stem}_{currency}" for currency in CURRENCIES)


def told(stem: str, asked: str | None = None) -> str:
    """The amount in the row's own currency; ``asked`` is the stem whose columns decide which that is.

    Bundles up to 2022 (with a column in Croatian kuna) show every amount in every currency, converted: there the
    dollars stand. Later ones fill the currency of the advertiser alone, and dollars come first where several are filled.
    """
    return _pick(asked or stem, columns(stem), f"coalesce({', '.join(columns(stem))})")


def currency(stem: str) -> str:
    """The ISO code of that currency."""
    return _pick(stem, tuple(f"'{code}'" for code in CURRENCIES), "'USD'")


def others(stem: str) -> str:
    """Amounts that the row has in further currencies of its own, never converted ones: a list of {currency, amount}."""
    pairs = ", ".join(f"{{'currency': '{c}', 'amount': try_cast({stem}_{c} AS DOUBLE)}}" for c in CURRENCIES)
    kept = f"list_filter([{pairs}], lambda p: p.amount > 0)"
    return f"CASE WHEN {stem}_HRK IS NULL AND len({kept}) > 1 THEN {kept}[2:] END"


def _pick(stem: str, values: tuple[str, ...], otherwise: str) -> str:
    cases = " ".join(
        f"WHEN try_cast({stem}_{code} AS DOUBLE) > 0 THEN {value}"
        for code, value in zip(CURRENCIES, values, strict=True)
    )
    return f"CASE WHEN {stem}_HRK IS NOT NULL THEN {values[0]} {cases} ELSE {otherwise} END"
