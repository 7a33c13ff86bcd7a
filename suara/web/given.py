"""A table of a page: read by people as HTML, by programs as .csv, .json and .xlsx at the same address."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Literal

import polars as pl
from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from suara.export.cells import clean, flat, instants_as_text
from suara.plain import plain_rows
from suara.web.look import once
from suara.web.visit import Visit
from suara.words import MISSING

Row = dict[str, Any]
FORMS = ("csv", "json", "xlsx")
Form = Literal["csv", "json", "xlsx"]


@dataclass(frozen=True)
class Col:
    """A column as people see it: its heading, how a row's cell is written, and where it leads."""

    label: str
    show: Callable[[Row], str]
    href: Callable[[Row], str | None] = lambda _row: None
    numeric: bool = False
    wide: bool = False


@dataclass(frozen=True)
class Given:
    """A table: its name, all its rows as data, and the columns in which people see them.

    ``total``: rows there are, where ``frame`` holds one page of them; ``first``: which row it begins with.
    """

    title: str
    frame: pl.DataFrame
    cols: list[Col] = field(default_factory=list)
    name: str = "table"
    total: int | None = None
    first: int = 0

    def rows(self) -> list[Row]:
        """The rows of this page."""
        return self.frame.to_dicts()

    def page(self, visit: Visit, size: int = 50) -> Given:
        """One page of the table, as the address asks; programs get ten thousand rows a page."""
        limit = min(visit.filters.limit or size, 10_000)
        first = (visit.filters.page - 1) * limit
        return Given(self.title, self.frame.slice(first, limit), self.cols, self.name, self.frame.height, first)


def column(
    label: str,
    key: str,
    write: Callable[[Any], str] | None = None,
    href: Callable[[Row], str | None] | None = None,
    *,
    numeric: bool = False,
    wide: bool = False,
) -> Col:
    """A column that shows one value of the row."""
    say = write or str
    return Col(
        label,
        lambda row: MISSING if row[key] is None or row[key] == "" else say(row[key]),
        href or (lambda _row: None),
        numeric,
        wide,
    )


def at_same_address(router: APIRouter, path: str, make: Callable[..., Given], *, live: bool = False) -> None:
    """Serve the table that ``make`` gives as PATH.csv, PATH.json and PATH.xlsx; its first parameter is the visit.

    ``live``: it changes between two runs, and is made for each visit.
    """
    for form in FORMS:
        router.add_api_route(
            f"{path}.{form}",
            _endpoint(make, form, live),
            methods=["GET"],
            response_class=_CLASS[form],
            response_model=None,
            name=f"{make.__name__}_{form}",
        )


def _endpoint(make: Callable[..., Given], form: str, live: bool) -> Callable[..., Response]:
    @wraps(make)
    def endpoint(*arguments: Any, **named: Any) -> Response:
        here: Visit = named["here"]

        def written() -> Response:
            given = make(*arguments, **named)
            return _written(here, given if given.total is not None else given.page(here, 10_000), form)

        return written() if live else once(here, written)

    return endpoint


class Csv(Response):
    media_type = "text/csv; charset=utf-8"


class Xlsx(Response):
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


_CLASS: dict[str, type[Response]] = {"csv": Csv, "json": JSONResponse, "xlsx": Xlsx}


def _written(here: Visit, given: Given, form: str) -> Response:
    headers = {"X-Total-Rows": str(given.total)}
    if given.total is not None and given.first + given.frame.height < given.total:
        headers["Link"] = f'<{here.address(here.request.url.path, page=here.filters.page + 1)}>; rel="next"'
    if form == "json":
        return JSONResponse(plain_rows(given.frame), headers=headers)
    headers["Content-Disposition"] = f'attachment; filename="{given.name}.{form}"'
    if form == "csv":
        return Csv(instants_as_text(flat(given.frame)).write_csv(quote_style="non_numeric"), headers=headers)
    return Xlsx(workbook(given), headers=headers)


def workbook(given: Given) -> bytes:
    """The rows as a sheet of Excel: ids as text, nothing taken for a formula or a link."""
    import xlsxwriter

    held = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    frame = clean(instants_as_text(flat(given.frame))).with_columns(
        pl.col(pl.Date).cast(pl.String), pl.col(pl.String).str.head(32_767)
    )
    with xlsxwriter.Workbook(held, options) as book:
        sheet = book.add_worksheet("suara")
        sheet.write_row(0, 0, frame.columns, book.add_format({"bold": True}))
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(frame.iter_rows(), 1):
            sheet.write_row(number, 0, row)
    return held.getvalue()
