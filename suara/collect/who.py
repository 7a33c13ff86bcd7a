"""Who is who: names in results, press and other tables joined to the register's actors.

A name is joined by a person's confirmation, by the actor's id or exact name (without case, accents, titles and
suffixes), or by a surname that only one actor and only one name of that unit bear. What is merely similar is
listed for a person to confirm and joined to nobody.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, process

from suara.collect.registers import Account, Actor
from suara.errors import Problem, StudyError
from suara.words import _

_SUFFIXES = {"jr", "sr", "ii", "iii", "iv", "md", "phd", "esq"}
_TITLES = {
    "h",
    "hj",
    "kh",
    "dr",
    "drs",
    "dra",
    "ir",
    "prof",
    "rep",
    "sen",
    "gov",
    "mr",
    "mrs",
    "ms",
    "tgk",
    "tuan",
    "ustadz",
    "ust",
}
_FORMS = {"partai"}
SIMILAR = 82.0
"""Similarity (0 to 100, token set) from which a name is put before a person; below it nobody is proposed."""


@dataclass(frozen=True)
class Match:
    """One name of one table: whose it is, by which rule and score (0 to 100); doubtful ones are joined to nobody."""

    table: str
    name: str
    unit: str | None
    actor_id: str | None
    rule: str
    score: float
    doubtful: bool = False


def plain_name(name: str) -> str:
    """A name without accents, case, signs, titles, degrees after a comma, and generational suffixes."""
    first, *after = name.split(",")
    if len(after) == 1 and len(first.split()) == 1 and after[0].strip() and not _is_degree(after[0]):
        first = f"{after[0]} {first}"
    letters = unicodedata.normalize("NFKD", first.casefold()).encode("ascii", "ignore").decode()
    tokens = re.sub(r"[^a-z0-9]+", " ", letters.replace("'", "").replace(".", " ")).split()
    while len(tokens) > 1 and tokens[0] in _TITLES:
        tokens.pop(0)
    while len(tokens) > 1 and tokens[-1] in _SUFFIXES:
        tokens.pop()
    return " ".join(tokens)


def plain_unit(unit: str | None) -> str | None:
    """A unit without case and signs; null is the whole electorate."""
    return re.sub(r"[^a-z0-9]+", "", unit.casefold()) or None if unit else None


def match_names(
    names: Iterable[tuple[str, str, str | None]],
    actors: tuple[Actor, ...],
    confirmed: dict[tuple[str, str | None], str | None],
) -> list[Match]:
    """A match for every (table, name, unit), in order."""
    names = sorted(set(names), key=lambda n: (n[0], n[2] or "", n[1]))
    index = _Index(actors)
    bearers: dict[tuple[str, str | None, str], set[str]] = defaultdict(set)
    for table, name, unit in names:
        bearers[(table, plain_unit(unit), _surname(name))].add(plain_name(name).split(" ")[0])
    return [
        _match(table, name, unit, index, confirmed, len(bearers[(table, plain_unit(unit), _surname(name))]))
        for table, name, unit in names
    ]


def same_names(
    names: Iterable[tuple[str, str, str | None]], accounts: Iterable[Account], apart: frozenset[str] = frozenset()
) -> list[Match]:
    """Without a register: names that differ in case, accents, signs, titles or degrees alone are one actor's.

    It bears the ``actor_id`` that an account of that name has, else the first of the ways to write it (small letters
    before capitals). Names that are ``apart`` (as `namesakes` writes them) stand for an actor in each unit, which bears
    the unit behind its name; without a unit they are joined to nobody. Who stands in results is known by the name in
    other tables too, whatever handle stands beside it.
    """
    names = sorted(set(names), key=lambda n: (n[0], n[2] or "", n[1]))
    units = {_comparable(name) for _table, name, _unit in names if without_accents(name) in apart}

    def bearer(name: str, unit: str | None) -> tuple[str, str | None]:
        plain = _comparable(name)
        return plain, plain_unit(unit) if plain in units else None

    written: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    for _table, name, unit in names:
        who = bearer(name, unit)
        written[who].add(name if who[1] is None else f"{name} ({unit})")
    ids = {
        bearer(said, a.unit): a.actor_id for a in accounts if a.actor_id for said in (a.actor_id, a.name or a.actor_id)
    }
    first = {who: min(ways, key=lambda way: (way.isupper(), way)) for who, ways in written.items()}
    standing = {bearer(name, unit) for table, name, unit in names if table == "results"}
    return [
        Match(table, name, unit, ids.get(who, first[who]), "name", 100.0)
        for table, name, unit in names
        if (who := bearer(name, unit)) in ids.keys() | standing or len(written[who]) > 1
    ]


def without_accents(name: str) -> str:
    """A name in small letters without accents and outer spaces, as `namesakes` writes it."""
    letters = unicodedata.normalize("NFD", name.strip().lower())
    return "".join(c for c in letters if not unicodedata.combining(c))


def _comparable(name: str) -> str:
    """The plain name; of a name in another script than Latin, which has none, the name without case."""
    latin = all(unicodedata.name(sign, "").startswith("LATIN") for sign in name if sign.isalpha())
    return plain_name(name) if latin and plain_name(name) else name.casefold().strip()


def read_confirmed(path: Path, actors: set[str]) -> dict[tuple[str, str | None], str | None]:
    """A person's decisions in ``matches.csv``: (name, unit) → actor, null where it was refused."""
    if not path.is_file():
        return {}
    lines = _lines(path)
    delimiter = max(",;\t", key=lines[0].count) if lines else ","
    rows = [
        {(k or "").strip().lower(): (v or "").strip() for k, v in row.items() if isinstance(v, str | None)}
        for row in csv.DictReader(lines, delimiter=delimiter)
    ]
    if rows and not {"name", "actor_id"} <= rows[0].keys():
        mend = _("Its header is {columns}; out/matches_to_confirm.csv shows how it is written.")
        raise StudyError(
            Problem("matches.csv", _("has no column name or actor_id."), mend.format(columns=", ".join(rows[0])))
        )
    wrong = [
        Problem(
            f"matches.csv, row {number}",
            _("the actor {actor} is not in the register of actors.").format(actor=repr(row["actor_id"])),
            _("Write an actor_id of actors.csv, or no in the column confirm."),
        )
        for number, row in enumerate(rows, 1)
        if _yes(row.get("confirm", "yes")) and row["actor_id"] not in actors
    ]
    if wrong:
        raise StudyError(wrong)
    return {
        (row["name"], row.get("unit") or None): row["actor_id"] if _yes(row.get("confirm", "yes")) else None
        for row in rows
        if row.get("confirm", "yes")
    }


def _lines(path: Path) -> list[str]:
    """The lines of a small CSV, as editors and Excel save it."""
    given = path.read_bytes()
    utf16 = given.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return given.decode("utf-16" if utf16 else "utf-8-sig").splitlines(keepends=True)
    except UnicodeDecodeError:
        return given.decode("cp1252", errors="replace").splitlines(keepends=True)


def write_doubtful(matches: list[Match], path: Path) -> int:
    """Write the doubtful names for a person to confirm; how many there are."""
    doubtful = [m for m in matches if m.doubtful]
    path.unlink(missing_ok=True)
    if doubtful:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            write = csv.writer(file)
            write.writerow(("table", "name", "unit", "actor_id", "rule", "score", "confirm"))
            write.writerows(
                (m.table, m.name, m.unit or "", m.actor_id, m.rule, round(m.score, 1), "") for m in doubtful
            )
    return len(doubtful)


class _Index:
    def __init__(self, actors: tuple[Actor, ...]) -> None:
        self.by_name: dict[str, list[Actor]] = defaultdict(list)
        self.by_surname: dict[str, list[Actor]] = defaultdict(list)
        self.by_unit: dict[str | None, dict[str, Actor]] = defaultdict(dict)
        for actor in actors:
            for name in {actor.actor_id, actor.name, *actor.aliases}:
                for form in _forms(name):
                    if actor not in self.by_name[form]:
                        self.by_name[form].append(actor)
            for name in (actor.name, *actor.aliases):
                self.by_unit[plain_unit(actor.unit)][plain_name(name)] = actor
            self.by_surname[_surname(actor.name)].append(actor)

    def here(self, actors: list[Actor], unit: str | None) -> list[Actor]:
        """Those of the actors who can stand in the unit: its own, and those of the whole electorate."""
        plain = plain_unit(unit)
        own = [a for a in actors if plain is None or plain_unit(a.unit) in (plain, None)]
        exact = [a for a in own if plain_unit(a.unit) == plain]
        return exact or own


def _match(
    table: str,
    name: str,
    unit: str | None,
    index: _Index,
    confirmed: dict[tuple[str, str | None], str | None],
    bearers: int,
) -> Match:
    for key in ((name, unit), (name, None)):
        if key in confirmed:
            return Match(table, name, unit, confirmed[key], "confirmed" if confirmed[key] else "refused", 100.0)
    exact = {a.actor_id: a for form in _forms(name) for a in index.here(index.by_name.get(form, []), unit)}
    if len(exact) == 1:
        return Match(table, name, unit, next(iter(exact)), "name", 100.0)
    if exact:
        return Match(table, name, unit, sorted(exact)[0], "several actors bear this name", 100.0, doubtful=True)
    surname = [a for a in index.here(index.by_surname.get(_surname(name), []), unit) if a.unit is not None]
    if unit and len(surname) == 1:
        score = float(fuzz.token_sort_ratio(plain_name(name), plain_name(surname[0].name)))
        return Match(table, name, unit, surname[0].actor_id, "surname within unit", score, doubtful=bearers > 1)
    return _similar(table, name, unit, index)


def _similar(table: str, name: str, unit: str | None, index: _Index) -> Match:
    candidates = {**index.by_unit.get(None, {}), **index.by_unit.get(plain_unit(unit), {})}
    if unit is None:
        candidates = {n: a for group in index.by_unit.values() for n, a in group.items()}
    best = process.extractOne(plain_name(name), candidates.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=SIMILAR)
    if best is None:
        return Match(table, name, unit, None, "nobody", 0.0)
    return Match(table, name, unit, candidates[best[0]].actor_id, "similar name", float(best[1]), doubtful=True)


def _forms(name: str) -> set[str]:
    """A name's forms: as it is, and without the word for a party."""
    plain = plain_name(name)
    without = " ".join(t for t in plain.split() if t not in _FORMS)
    return {f for f in (plain, without, plain.replace(" ", "")) if f}


def _surname(name: str) -> str:
    tokens = plain_name(name).split()
    return tokens[-1] if tokens else ""


def _is_degree(text: str) -> bool:
    return bool(re.fullmatch(r"\s*([A-Z][A-Za-z]{0,3}\.?\s*)+", text)) and ("." in text or text.strip().isupper())


def _yes(text: str | None) -> bool:
    return (text or "").strip().casefold() in {"yes", "y", "ya", "1", "true", "benar"}
