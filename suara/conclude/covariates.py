"""The register's further columns as numbers that a model may hold still or ask about."""

from __future__ import annotations

import re

from suara.collect.registers import Actor
from suara.conclude.panel import Panel

LABELS = ("ballot", "nomor", "no_urut", "id", "kode", "code", "year", "tahun", "nik", "phone", "telepon", "hp", "zip", "kode_pos", "postal",
          "lat", "lon", "longitude", "latitude", "row", "index", "unnamed", "url", "rank", "peringkat")  # fmt: skip
"""First words of columns whose numbers are names."""
OUTCOMES = ("vote", "votes", "suara", "perolehan", "seat", "seats", "kursi", "elected", "terpilih", "won", "winner", "menang", "result", "hasil", "share", "turnout")  # fmt: skip
"""First words of columns that hold what was won: they explain nothing, unless they say that it was before."""
EARLIER = ("before", "previous", "prior", "sebelum", "lalu", "last", "lama", "earlier")

INCUMBENT = ("incumbent", "incumbency", "petahana", "is_incumbent")
SPENDING = (
    "spending",
    "expenditure",
    "expenses",
    "spent",
    "belanja",
    "pengeluaran",
    "dana",
    "dana_kampanye",
    "budget",
    "anggaran",
)
POSITION = ("list_position", "posisi_daftar", "urutan_daftar", "list_rank", "position")
_SAID = {"yes": 1.0, "no": 0.0, "true": 1.0, "false": 0.0, "ya": 1.0, "tidak": 0.0, "y": 1.0, "n": 0.0}


def numbers(panel: Panel) -> dict[str, dict[str, float]]:
    """Column → actor_id → number, for columns that are numbers, yes and no, or two words (``sex = m`` is 1 or 0).

    A column needs a value for half the actors and more than one value.
    """
    return panel.once("covariates", lambda: _numbers(panel))


def _numbers(panel: Panel) -> dict[str, dict[str, float]]:
    columns: dict[str, dict[str, str]] = {}
    for actor in panel.actors:
        for name, said in actor.covariates.items():
            if said.strip() and not is_label(name):
                columns.setdefault(name, {})[actor.actor_id] = said.strip()
    found: dict[str, dict[str, float]] = {}
    for name, told in columns.items():
        written = dict(zip(told, without_thousands(list(told.values())), strict=True))
        known = {a: v for a, said in written.items() if (v := as_number(said)) is not None}
        words = sorted({said.casefold() for said in told.values()})
        if len(known) >= 0.9 * len(told):
            found[name] = known
        elif len(words) == 2 and not known:
            found[f"{name} = {words[1]}"] = {a: float(said.casefold() == words[1]) for a, said in told.items()}
    half = 0.5 * len(panel.actors)
    return {n: v for n, v in found.items() if len(set(v.values())) > 1 and len(v) >= half}


_CURRENCY = re.compile(r"^(?:rp\.?|idr|us\$|r\$|usd|eur|gbp|[$€£₱₹])\s*|\s*(?:rp|idr|usd|eur|kr|[$€£₱₹])$", re.I)
_GROUPS = re.compile(r"-?[1-9]\d{0,2}([.,])\d{3}(?:\1\d{3})*(?:[.,]\d{1,2})?")


def without_thousands(said: list[str]) -> list[str]:
    """Amounts without currency; without thousands signs where the column shows that it has them.

    It does where a value has two groups of three digits (``1.250.000``), or where all are money and none has another form.
    """
    bare = [_CURRENCY.sub("", text.strip()).strip() for text in said]
    grouped = [text for text in bare if (found := _GROUPS.fullmatch(text)) and text.count(found[1]) > 1]
    money = [text for text, given in zip(bare, said, strict=True) if text != given.strip()]
    if not grouped and not (money and all(_GROUPS.fullmatch(text) or text.isdigit() for text in bare)):
        return bare if money else said
    return [re.sub(r"[.,](?=\d{3})", "", text) if _GROUPS.fullmatch(text) else text for text in bare]


def is_label(name: str) -> bool:
    """Whether a column's numbers are names, or what was won: no factor of winning."""
    words = [w for w in re.split(r"[^a-z0-9]+", name.casefold()) if w]
    if not words or not re.search(r"[a-z]", words[0]):
        return True
    if words[0] in LABELS or "_".join(words[:2]) in LABELS or words[-1] == "id":
        return True
    return words[0] in OUTCOMES and not any(w.startswith(EARLIER) for w in words)


def as_number(said: str) -> float | None:
    """A written number (also with a decimal comma) or yes and no; null where it is neither."""
    word = said.strip().casefold()
    if word in _SAID:
        return _SAID[word]
    if re.fullmatch(r"-?\d+,\d+", word):
        word = word.replace(",", ".")
    try:
        value = float(word)
    except ValueError:
        return None
    return value if value == value and abs(value) < 1e300 else None


def named(panel: Panel, names: tuple[str, ...]) -> dict[str, float]:
    """The first of the columns so called, by actor; empty where the register has none."""
    columns = numbers(panel)
    plain = {re.sub(r"[^a-z0-9]+", "_", c.casefold()).strip("_"): c for c in columns}
    return next((columns[plain[n]] for n in names if n in plain), {})


def party_of(panel: Panel) -> dict[str, str]:
    """actor_id → its party, as the register says, else the one list for which it stood; parties have none."""
    return panel.once("party_of", lambda: _party_of(panel))


def _party_of(panel: Panel) -> dict[str, str]:
    of_register = {a.actor_id: a.party for a in panel.actors if a.party}
    if any(a.kind == "party" for a in panel.actors):
        return {}
    listed = panel.contests.drop_nulls("party").sort("day")
    return {**dict(zip(listed["actor_id"], listed["party"], strict=True)), **of_register}


def area_of(actor: Actor) -> str | None:
    """The larger area in which an actor's unit lies, where the register has a column for it."""
    for name in ("state", "province", "provinsi", "country", "negara", "region", "wilayah"):
        if actor.covariates.get(name):
            return actor.covariates[name]
    return None
