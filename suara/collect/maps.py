"""Rows of a table handed in directly or by a ``[[data.map]]``: the mapping that a user writes instead of a source."""

from __future__ import annotations

from suara.collect.beside import beside, of_year
from suara.collect.headers import AREAS, PERCENT_WORDS, Recognised, clock_of, plain, platform_words
from suara.collect.rounded import told_roughly
from suara.collect.source import Derived, Instant, Rows, Value
from suara.engine.writing import name, text
from suara.errors import Problem, StudyError
from suara.study import DataMap
from suara.tables import REACTIONS, TABLES, Column

KINDS = ("post", "reply", "repost", "quote", "video", "story", "live", "comment")
AS_WRITTEN = ("text", "direction")
"""Columns in which a dash or an empty text says something."""

_LISTS = {
    "hashtags": "list_transform(listed({0}), lambda m: ltrim(m, '#'))",
    "mentions": "list_transform(listed({0}), lambda m: as_handle(m))",
    "authors": "CASE WHEN said({0}) IS NULL THEN NULL WHEN {0} LIKE '[%' THEN listed({0}) "
    "ELSE list_transform(string_split({0}, ';'), lambda m: trim(m)) END",
}


def rows_of_header(found: Recognised, header: tuple[str, ...], file: str) -> Rows:
    """The rows of a table handed in directly; unknown columns go to ``extras``."""
    columns: dict[str, Value] = {}
    zone = "study" if found.local_times else "UTC"
    for column, given in found.columns.items():
        columns[column] = _cell(found.table.column(column), given, zone)
    if isinstance(address := columns.get("url"), str):
        columns["url"] = f"without_keys({address})"
    if found.table.name == "posts":
        if (clock := clock_of(header, found.columns.get("created_at", ""))) is not None:
            columns["created_at"] = Instant(_day_and_clock(found.columns["created_at"], clock), "any", zone)
        columns.update(_kind_or_form(found, columns))
        platform = platform_words(header, file) if found.loose else None
        columns.update(_post_defaults(columns, found.loose, file, platform or "other"))
    if found.table.name == "articles":
        columns.setdefault("published_precision", _precision(name(found.columns["published_at"])))
    if found.table.name == "ads" and not columns.keys() & {"actor_id", "name", "handle", "account_id"}:
        columns |= {"name": columns["beneficiary"]} if "beneficiary" in columns else {}
    if found.table.name == "results":
        columns.update(_areas(header, found))
        columns.update(of_year(found, header))
    columns.update(_reactions(header, found) if found.table.name == "posts" else {})
    figures = [_figure(columns, measure, given) for measure, given in found.measured]
    rows_beside, used = beside(found, header, columns)
    if "extras" not in found.columns:
        taken = {*found.columns.values(), *(given for _, given in found.measured), *used}
        rest = [h for h in header if h not in taken and plain(h) not in ("source_file", "source_row")]
        extras = {h: f"said({name(h)})" for h in rest} | _rough_counts(found)
        columns |= {"extras": extras} if extras else {}
    if figures:
        more = tuple(Derived("series", figure, where=f"{figure['value']} IS NOT NULL") for figure in figures[1:])
        return Rows({**columns, **figures[0]}, table="series", derived=more)
    return Rows(columns, table=found.table.name, derived=tuple(rows_beside))


def _rough_counts(found: Recognised) -> dict[str, str]:
    """What is told beside counts under people's own headers, which may be rounded; a table of ours has them exactly."""
    given = {c: h for c, h in found.columns.items() if found.table.column(c).kind == "count" and plain(h) != c}
    counted = found.table.name in ("posts", "followers")
    return told_roughly({c: f"CAST({name(h)} AS VARCHAR)" for c, h in given.items()}) if counted else {}


def _figure(columns: dict[str, Value], measure: str, header: str) -> dict[str, Value]:
    """One of several figures of a row: the first is the row's own, the others are derived."""
    reads = "as_real" if measure == "press_share" else "as_count"
    return {**columns, "measure": text(measure), "value": f"{reads}(CAST({name(header)} AS VARCHAR))"}


def rows_of_map(given: DataMap, header: tuple[str, ...], number: int) -> Rows:
    """The rows of a map: a value is a header of the file, or an expression after ``=``."""
    table = TABLES[given.table or ""]
    columns: dict[str, Value] = {}
    extras: dict[str, str] = {}
    problems = []
    for column, value in given.columns.items():
        if not value.startswith("=") and value not in header:
            near = [h for h in header if plain(h) == plain(value)]
            hint = (
                f"Did you mean {near[0]!r}?"
                if near
                else f"It has {', '.join(header[:30])}. A constant is written \"='…'\"."
            )
            problems.append(
                Problem(f"study.toml, map {number} ({given.file})", f"the file has no column {value!r}.", hint)
            )
            continue
        expression = value[1:].strip() if value.startswith("=") else name(value)
        if column in table.names and column != "extras":
            columns[column] = _mapped(
                table.column(column), expression, value.startswith("="), plain(value) in PERCENT_WORDS
            )
        else:
            extras[column.removeprefix("extras.")] = expression
    if problems:
        raise StudyError(problems)
    if table.name == "posts":
        written = {c: h for c, h in given.columns.items() if c in table.names and not h.startswith("=")}
        extras = (
            told_roughly(
                {c: f"CAST({name(h)} AS VARCHAR)" for c, h in written.items() if table.column(c).kind == "count"}
            )
            | extras
        )
        columns.update(_post_defaults(columns, False, given.file))
    if table.name == "articles":
        columns.setdefault("published_precision", _precision(_expression(columns.get("published_at"))))
    if extras:
        columns["extras"] = extras
    return Rows(columns, table=table.name)


def _mapped(column: Column, expression: str, computed: bool, percent: bool = False) -> Value:
    if not computed:
        expression = f"CAST({expression} AS VARCHAR)"
    if percent and column.name == "share":
        return f"round(as_share({expression}) / 100, 12)"
    if column.kind == "instant":
        return Instant(expression, "any", "study")
    if column.kind == "list" and not computed:
        return _LISTS.get(column.name, "listed({0})").format(expression)
    return f"said({expression})" if not computed and column.name not in AS_WRITTEN else expression


def _cell(column: Column, header: str, zone: str) -> Value:
    cell = f"CAST({name(header)} AS VARCHAR)"
    if column.kind == "instant":
        return Instant(cell, "any", zone)
    if column.kind == "list":
        return _LISTS.get(column.name, "listed({0})").format(cell)
    if plain(header) in PERCENT_WORDS and column.name == "share":
        return f"round(as_share({cell}) / 100, 12)"
    if column.name == "share":
        return f"CASE WHEN contains({cell}, '%') THEN round(as_share({cell}) / 100, 12) ELSE as_share({cell}) END"
    return f"said({cell})" if column.name not in AS_WRITTEN else cell


def _areas(header: tuple[str, ...], found: Recognised) -> dict[str, Value]:
    """Areas within each other, from the largest to the smallest, are one unit."""
    by_plain = {plain(h): h for h in header if h not in found.columns.values() or found.columns.get("unit") == h}
    given = [by_plain[a] for a in AREAS if a in by_plain]
    if len(given) < 2:
        return {}
    return {"unit": f"nullif(concat_ws(' / ', {', '.join(f'said(CAST({name(h)} AS VARCHAR))' for h in given)}), '')"}


def _expression(value: Value) -> str:
    return value.raw if isinstance(value, Instant) else str(value or "NULL")


def _precision(expression: str) -> str:
    return f"CASE WHEN only_a_day(CAST({expression} AS VARCHAR)) THEN 'day' ELSE 'minute' END"


def _day_and_clock(day: str, clock: str) -> str:
    """Day and clock in two columns as one moment; a spreadsheet's midnight beside the day goes."""
    whole = f"regexp_replace({name(day)}, '[ T]00:00(:00)?$', '') || ' ' || replace({name(clock)}, '.', ':')"
    return f"CASE WHEN said({name(clock)}) IS NULL THEN {name(day)} ELSE {whole} END"


def _kind_or_form(found: Recognised, columns: dict[str, Value]) -> dict[str, Value]:
    """A column called *Jenis* or *Type* may say the kind of a post (reply) or its form (photo): each value goes where it belongs."""
    given = found.columns.get("kind")
    if given is None or plain(given) == "kind":
        return {}
    known = f"lower(said({name(given)})) IN ({', '.join(text(k) for k in KINDS)})"
    made: dict[str, Value] = {"kind": f"CASE WHEN {known} THEN lower(said({name(given)})) END"}
    if "media_type" not in columns:
        made["media_type"] = (
            f"CASE WHEN NOT ({known}) OR lower(said({name(given)})) = 'video' THEN said({name(given)}) END"
        )
    return made


def _post_defaults(columns: dict[str, Value], loose: bool, file: str, platform: str = "other") -> dict[str, Value]:
    """Kind from what it answers or repeats; an id from the address or the content where none is given; for a hand-made list also platform and handle."""
    expression = {c: _expression(v) for c, v in columns.items()}

    def get(column: str) -> str:
        return expression.get(column, "NULL")

    made: dict[str, Value] = {}
    guessed = (
        f"CASE WHEN CAST({get('repost_of')} AS VARCHAR) <> '' THEN 'repost' "
        f"WHEN coalesce(CAST({get('in_reply_to')} AS VARCHAR), CAST({get('in_reply_to_account')} AS VARCHAR)) <> '' THEN 'reply' "
        f"WHEN CAST({get('quote_of')} AS VARCHAR) <> '' THEN 'quote' ELSE 'post' END"
    )
    made["kind"] = f"coalesce({get('kind')}, {guessed})"
    if "hashtags" not in columns and "text" in columns:
        made["hashtags"] = f"hashtags_in({get('text')})"
    if "mentions" not in columns and "text" in columns:
        made["mentions"] = f"mentions_in({get('text')})"
    url = get("url")
    if loose or "id" not in columns:
        content = f"sha256(concat_ws(chr(0), {get('created_at')}, {get('text')}, {url}, {get('handle')}, {get('account_id')}, {get('author_name')}))"
        made["id"] = f"coalesce(said({get('id')}), id_in(said({url})), 'h' || left({content}, 16))"
    if loose:
        stem = file.rsplit("/", 1)[-1].split(".")[0]
        made["platform"] = f"coalesce({get('platform')}, platform_of({url}), {text(platform)})"
        made["handle"] = f"coalesce({get('handle')}, handle_in({url}), {get('author_name')}, {text(stem)})"
    return made


def _reactions(header: tuple[str, ...], found: Recognised) -> dict[str, Value]:
    by_plain = {plain(h): h for h in header}
    kinds = {k: name(by_plain[k]) for k in REACTIONS if k in by_plain and by_plain[k] not in found.columns.values()}
    return {"reactions": kinds} if len(kinds) >= 2 else {}
