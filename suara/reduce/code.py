"""What a code is: a definition, a rule of decision, examples, and the terms by which a dictionary finds it.

One file of ``codes/`` holds a construct; its codes stand there in English and Indonesian, because the codebook is read
by coders in both. A study adds or overrides codes by files ``codes/*.toml`` of its own: those are data, never run. ::

    @code("interactivity", id="Bertanya kepada warga.", rule="…", rule_id="…", yes=("…",), no=("…",), terms_id="…; …")
    def question_to_citizens():
        '''Asks citizens a question and expects an answer.'''
"""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from suara.registry import Registry, where

Kind = Literal["binary", "nominal", "ordinal", "interval"]
KINDS = ("binary", "nominal", "ordinal", "interval")


@dataclass(frozen=True)
class Term:
    """A word or phrase that the dictionary looks for as whole words.

    ``exact``: written so and not otherwise, capitals included; a term all in capitals (KPU) is exact by itself.
    """

    text: str
    lang: str
    exact: bool


@dataclass(frozen=True)
class Value:
    """A category of a code: what a sheet holds, and what it means."""

    value: str
    en: str
    id: str


PRESENT = (Value("0", "absent", "tidak ada"), Value("1", "present", "ada"))


@dataclass(frozen=True)
class Code:
    """One code of the codebook."""

    name: str
    construct: str
    kind: Kind
    definition: str
    definition_id: str
    rule: str
    rule_id: str
    yes: tuple[str, ...]
    no: tuple[str, ...]
    values: tuple[Value, ...]
    terms: tuple[Term, ...]
    cite: str | None
    declared: Callable[..., Any]

    @property
    def summary(self) -> str:
        """The definition, in English."""
        return self.definition

    def said(self, lang: str) -> tuple[str, str]:
        """Definition and rule in a language."""
        return (self.definition_id, self.rule_id) if lang == "id" else (self.definition, self.rule)

    def content(self) -> dict[str, Any]:
        """Everything a coder may have followed: what the version of the codebook is made from."""
        return {
            "name": self.name, "construct": self.construct, "kind": self.kind, "definition": self.definition,
            "definition_id": self.definition_id, "rule": self.rule, "rule_id": self.rule_id, "yes": list(self.yes),
            "no": list(self.no), "values": [vars(v) for v in self.values], "terms": [vars(t) for t in self.terms], "cite": self.cite,
        }  # fmt: skip


CODES: Registry[Code] = Registry("code", "suara.reduce.codes")


def code(construct: str, **given: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a code; its docstring is the definition in English, ``id`` the one in Indonesian.

    ``rule``, ``rule_id``: when to decide for it. ``yes``, ``no``: examples included and excluded. ``terms_id``,
    ``terms_en``: terms of the dictionary, separated by semicolons; ``=`` before one makes it exact. A code without
    terms is for people, classifiers or imported labels. ``kind`` binary (the default), nominal, ordinal or interval;
    ``values`` of the last three: (value, English, Indonesian).
    """

    def register(declared: Callable[..., Any]) -> Callable[..., Any]:
        definition = " ".join((inspect.getdoc(declared) or "").split())
        made, problems = made_from({"construct": construct, "en": definition, **given}, declared.__name__, declared)
        if made is None:
            raise ValueError(f"code {declared.__name__} ({where(declared)}): {' '.join(problems)}")
        CODES.add(made)
        return declared

    return register


KEYS = ("construct", "kind", "en", "id", "rule", "rule_id", "yes", "no", "values", "terms_id", "terms_en", "cite")


def made_from(given: dict[str, Any], name: str, declared: Callable[..., Any]) -> tuple[Code | None, list[str]]:
    """A code from its keywords (a decorator's or a TOML table's), or everything that is wrong with them."""
    problems = [f"{key!r} is not known; there are {', '.join(KEYS)}." for key in given if key not in KEYS]
    kind = given.get("kind", "binary")
    if kind not in KINDS:
        problems.append(f"kind is {', '.join(KINDS)}, not {kind!r}.")
    for key in ("en", "id", "rule", "rule_id"):
        if not str(given.get(key, "")).strip().endswith((".", "?")):
            problems.append(f"{key} is a sentence.")
    values = PRESENT if kind == "binary" else tuple(Value(*map(str, v)) for v in given.get("values", ()) if len(v) == 3)
    if kind in ("nominal", "ordinal") and len(values) < 2:
        problems.append("values are at least two, each (value, English, Indonesian).")
    terms = tuple(_terms(given.get("terms_id", ""), "id")) + tuple(_terms(given.get("terms_en", ""), "en"))
    if terms and kind != "binary":
        problems.append("only a binary code has terms.")
    if problems:
        return None, problems
    return Code(
        name, given.get("construct", "own"), kind, given["en"].strip(), given["id"].strip(), given["rule"].strip(),
        given["rule_id"].strip(), tuple(given.get("yes", ())), tuple(given.get("no", ())), values, terms, given.get("cite"), declared,
    ), []  # fmt: skip


def _terms(listed: str | Iterable[str], lang: str) -> Iterable[Term]:
    for written in listed.split(";") if isinstance(listed, str) else listed:
        text = " ".join(written.split()).removeprefix("=").strip()
        if text:
            exact = written.strip().startswith("=") or (text.isupper() and len(text) > 1)
            yield Term(text, lang, exact)


def version(codes: Iterable[Code]) -> str:
    """The version of a codebook: the same twelve characters for the same content, in whatever order."""
    content = sorted((c.content() for c in codes), key=lambda c: str(c["name"]))
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:12]
