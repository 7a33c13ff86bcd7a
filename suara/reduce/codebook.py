"""The codebook of a study: the built-in codes, and those of its ``codes/`` folder beside or instead of them."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from suara.errors import Problem, StudyError
from suara.reduce.code import CODES, Code, made_from, version
from suara.words import _


@dataclass(frozen=True)
class Codebook:
    """Codes by name, in the order of their names, and the version that codings of it carry."""

    codes: dict[str, Code]
    version: str
    own: tuple[str, ...] = ()

    def get(self, name: str) -> Code:
        """The code of that name; an unknown name is refused with a suggestion."""
        if name in self.codes:
            return self.codes[name]
        near = difflib.get_close_matches(name, self.codes, n=1)
        meant = _("Did you mean {name}?").format(name=near[0]) if near else _("suara list codes shows them all.")
        raise StudyError(Problem(name, _("no code is called {name}.").format(name=repr(name)), meant))


def codebook(root: Path | None = None) -> Codebook:
    """The codebook of the study in ``root``; null: the built-in one.

    A table of ``codes/*.toml`` is a code; of a built-in name it may say less, and changes what it says. ``of`` lists other
    codes: it is present where any of them is, and has their terms.
    """
    codes = {c.name: c for c in CODES}
    own: dict[str, Code] = {}
    problems: list[Problem] = []
    wider: dict[str, tuple[str, ...]] = {}
    for path in sorted((root / "codes").glob("*.toml")) if root else ():
        for name, given in _read(path, problems).items():
            if name in own:
                said = _("two codes are called {name}.").format(name=repr(name))
                problems.append(Problem(f"codes/{path.name}", said, _("Rename one of them.")))
                continue
            if isinstance(given, dict) and "of" in given:
                wider[name] = tuple(map(str, given["of"])) if isinstance(given["of"], list) else (str(given["of"]),)
                given = _any_of(wider[name]) | {key: said for key, said in given.items() if key != "of"}
            made, wrong = _own(name, given, codes.get(name))
            problems += [Problem(f"codes/{path.name}, [{name}]", what) for what in wrong]
            if made is not None:
                own[name] = made
    merged = dict(sorted((codes | own).items()))
    for name, members in wider.items():
        unknown = [m for m in members if m not in merged or m in wider]
        said = _("no code is called {name}.").format(name=", ".join(map(repr, unknown)))
        problems += (
            [Problem(f"codes/*.toml, [{name}] of", said, _("suara list codes shows them all."))] if unknown else []
        )
    if problems:
        raise StudyError(problems)
    for name, members in wider.items():
        inside = [t for m in members for t in merged[m].terms]
        merged[name] = replace(merged[name], terms=tuple(dict.fromkeys([*merged[name].terms, *inside])))
    return Codebook(merged, version(merged.values()), tuple(own))


def _any_of(members: tuple[str, ...]) -> dict[str, Any]:
    """What a code that stands for several others says, where the study says nothing more."""
    listed = ", ".join(members)
    return {
        "en": f"Any of: {listed}.", "id": f"Salah satu dari: {listed}.", "rule": "1 if any of these codes is 1.",
        "rule_id": "1 bila salah satu kode itu 1.",
    }  # fmt: skip


def _read(path: Path, problems: list[Problem]) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problems.append(Problem(f"codes/{path.name}", _("is not valid TOML: {error}.").format(error=error)))
        return {}


def _own(name: str, given: Any, built_in: Code | None) -> tuple[Code | None, list[str]]:
    if not isinstance(given, dict):
        return None, [_("a code is a table: write [{name}] and its keys below.").format(name=name)]
    wrong = [f"{name!r}"] if not name.isidentifier() else []
    if wrong:
        return None, [_("a code's name has letters, digits and _ only, not {name}.").format(name=repr(name))]
    return made_from(_before(built_in) | given, name, _declared_in_a_study if built_in is None else built_in.declared)


def _before(code: Code | None) -> dict[str, Any]:
    """What a built-in code says, as keywords."""
    if code is None:
        return {}
    listed: Callable[[str], list[str]] = lambda lang: [  # noqa: E731
        ("=" if t.exact else "") + t.text for t in code.terms if t.lang == lang
    ]
    return {
        "construct": code.construct, "kind": code.kind, "en": code.definition, "id": code.definition_id, "rule": code.rule,
        "rule_id": code.rule_id, "yes": code.yes, "no": code.no, "terms_id": listed("id"), "terms_en": listed("en"),
        "values": [(v.value, v.en, v.id) for v in code.values], "cite": code.cite,
    }  # fmt: skip


def _declared_in_a_study() -> None:
    """Stands for the file of a study, which is no code."""
