"""What the two tables of a Meta Ad Library Report have in common: amounts, and what the file's name tells."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date, timedelta

from suara.collect.opening import Opened, delimiter_of
from suara.collect.source import Columns, Derived, Rows, Value

SHAPE = "page_id page_name disclaimer location amount ads currency country region span first last problem"
ARCHIVE_BEGINS = "2018-05-07"
"""The first day of any advertisement in Meta's archive: from here on figures to date are counted."""
_AMOUNT = re.compile(r"amount spent(?: \(([A-Za-z]{3})\))?$")
_NAME = re.compile(
    r"AdLibraryReport_(\d{4}-\d{2}-\d{2})_([A-Z]{2})_(yesterday|lifelong|last_(\d+)_days)_([^/.]*)[^/]*$"
)
_FIELDS = {
    "page id": "page_id",
    "page name": "page_name",
    "disclaimer": "disclaimer",
    "location name": "location",
    "number of ads in library": "ads",
    "number of ads": "ads",
}
_WITHOUT = "These ads ran without a disclaimer"

_AT_MOST = "regexp_matches(amount, '^[≤<]')"
_LOW = f"CASE WHEN {_AT_MOST} THEN '0' ELSE amount END"
_HIGH = "ltrim(amount, '≤<= ')"
_TO_DATE = "CASE WHEN coalesce(span, 'lifelong') = 'lifelong' THEN '_to_date' ELSE '' END"


def names_amount(header: tuple[str, ...]) -> bool:
    """A column of the header says how much was spent, and (since the summer of 2019) in which currency."""
    return any(_AMOUNT.match(name.strip().casefold()) for name in header)


def records(opened: Opened) -> Iterator[dict[str, str | None]]:
    """The report's rows under plain names, each with what the file's name says of place and window."""
    told = _told(opened.name)
    with opened.path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        delimiter = delimiter_of(file.readline()) or ","
        file.seek(0)
        rows = csv.reader(file, delimiter=delimiter)
        header = [name.strip().casefold() for name in next(rows, [])]
        amount = next((_AMOUNT.match(name) for name in header if _AMOUNT.match(name)), None)
        currency = amount[1].upper() if amount and amount[1] else None
        fields = ["amount" if _AMOUNT.match(name) else _FIELDS.get(name, "") for name in header]
        for cells in rows:
            if len(cells) == len(fields):
                row = {field: cell.strip() or None for field, cell in zip(fields, cells, strict=True) if field}
                yield {**told, **row, "currency": currency}
            elif cells:
                yield {"problem": f"{len(cells)} cells where the header has {len(fields)}"}


def _told(name: str) -> dict[str, str | None]:
    found = _NAME.search(name)
    if found is None:
        return {"first": ARCHIVE_BEGINS}
    last, country, window, days, whose = found.groups()
    length = 1 if window == "yesterday" else int(days or 0)
    first = (date.fromisoformat(last) - timedelta(days=length - 1)).isoformat() if length else ARCHIVE_BEGINS
    region = None if whose.startswith(("advertisers", "locations")) else whose
    return {
        "country": country,
        "span": window,
        "first": first,
        "last": last,
        "region": region,
    }


def report_rows(name: str, account_id: str | None, unit: str) -> Rows:
    """Series of a report: the least spent, and derived the most that may have been spent and the number of ads."""
    spending = _columns(name, account_id, unit, f"'spending' || {_TO_DATE}", _LOW)
    most = _columns(name, account_id, unit, f"'spending_most' || {_TO_DATE}", _HIGH)
    ads = _columns(name, account_id, unit, f"'ads' || {_TO_DATE}", "ads")
    spending["precision"] = f"CASE WHEN {_AT_MOST} THEN 'lower_bound' END"
    most["precision"] = f"CASE WHEN {_AT_MOST} THEN 'upper_bound' END"
    spending["extras"] = {
        "currency": "currency",
        "lo": f"as_real({_LOW})",
        "hi": f"as_real({_HIGH})",
        "disclaimer": _disclaimer(),
        "window": "span",
        "country": "country",
    }
    return Rows(
        spending,
        table="series",
        skip="problem",
        derived=(
            Derived("series", {**most, "extras": {"currency": "currency"}}, where="amount IS NOT NULL"),
            Derived("series", ads, where="ads IS NOT NULL"),
        ),
    )


def _columns(name: str, account_id: str | None, unit: str, measure: str, value: str) -> dict[str, Value]:
    shared: Columns = {
        "name": name,
        "unit": unit,
        "platform": "'facebook'",
        "account_id": account_id,
        "handle": None,
        "date": None,
        "period_start": "first",
        "period_end": "last",
        "source": f"'Meta Ad Library Report' || coalesce(', paid by ' || {_disclaimer()}, '')",
        "precision": None,
    }
    return {**shared, "measure": measure, "value": value}


def _disclaimer() -> str:
    return f"nullif(disclaimer, '{_WITHOUT}')"
