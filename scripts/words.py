"""Keep the Indonesian catalogue complete: new sentences in, translations kept, missing ones listed.

    python scripts/words.py            write new sentences into the .po file and list what lacks a translation
    python scripts/words.py --check    write nothing; exit 1 if something is missing or wrong

Sentences are found in ``_("…")``, ``N_("…")`` and ``ngettext("…", "…", n)`` of the package and its templates. What a
measure or a finding says in its decorator and in the first line of its docstring is found without a mark.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "suara"
LANGUAGES = ("id",)
TEMPLATES = (".html", ".txt", ".xml")
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
DECLARED = {"measure", "finding", "picture"}  # a code says itself in both languages
SAID = {"asks", "rival", "construct", "unit", "title"}

# The words of the field: what is wrong, which English excuses it, and what to write instead.
FORBIDDEN = (
    (r"\bhari tenang\b", None, "masa tenang"),
    (r"\bketerlibatan\b(?! (\(?audiens|politik))", None, "keterlibatan audiens, or keterlibatan politik"),
    (r"\bpostingan\b", None, "unggahan"),
    (r"\bketerjangkauan\b", None, "jangkauan"),
    (r"\binteraksi\b", r"\binteractions?\b", "interaktivitas"),
    (r"\btemuan\b", r"\bsupervisors?\b", "jawaban or hasil: temuan is a legal term of supervisors"),
    (r"\bkami\b|\bkita\b", r"\bkami\b|\bkita\b", "neither kami nor kita"),
    (r"\bpendukung\b", r"\bsupporters?\b", "pengikut: followers are not supporters"),
    (
        r"[pm]engaruh",
        r"\b(in)?effects?\b|\baffect|\binfluenc",
        "hubungan: pengaruh is causal",
    ),
)


def template(package: Path | None = None) -> Catalog:
    """Every sentence of the package that a user may read, with the files it stands in."""
    package = package or PACKAGE
    catalogue = Catalog(project="suara", fuzzy=False)
    for path in sorted(package.rglob("*")):
        if path.suffix in (".py", *TEMPLATES) and "__pycache__" not in path.parts:
            where = [(path.relative_to(package.parent).as_posix(), 1)]
            for text in _sentences(path):
                catalogue.add(text, locations=where)
    return catalogue


def _sentences(path: Path) -> Iterator[str | tuple[str, ...]]:
    method = "python" if path.suffix == ".py" else "jinja2"
    if method == "jinja2" and "templates" not in path.parts:
        return
    with path.open("rb") as stream:
        for _line, text, _comments, _context in extract(method, stream, KEYWORDS, options={"encoding": "utf-8"}):
            if text:
                yield text
    if method == "python":
        yield from _declared(ast.parse(path.read_text(encoding="utf-8"), path.name))


def _declared(tree: ast.Module) -> Iterator[str]:
    """What decorators of measures, pictures and findings say, and the first line of their docstrings; of measures all of it."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef | ast.ClassDef):
            continue
        for call in node.decorator_list:
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in DECLARED:
                for keyword in call.keywords:
                    value = keyword.value
                    if keyword.arg in SAID and isinstance(value, ast.Constant) and isinstance(value.value, str):
                        yield value.value
                if docstring := ast.get_docstring(node):
                    first, _blank, rest = inspect.cleandoc(docstring).partition("\n")
                    yield first
                    if call.func.id == "measure" and rest:
                        yield " ".join(rest.split())


def unmarkable(package: Path = PACKAGE) -> list[str]:
    """Calls of `_` that extraction cannot see through: of an f-string, of a sum of strings, inside an f-string."""
    found = []
    for path in sorted(package.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"), path.name)
        inside = [call for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for call in _calls(node)]
        of = [call for call in _calls(tree) if any(isinstance(a, ast.JoinedStr | ast.BinOp) for a in call.args[:2])]
        where = path.relative_to(package.parent).as_posix()
        found += [f'{where}, line {call.lineno}: write _("… {{name}} …").format(name=…)' for call in (*of, *inside)]
    return found


def _calls(tree: ast.AST) -> list[ast.Call]:
    """Calls of the marking functions whose first argument is a text."""
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS
        if node.args and not isinstance(node.args[0], ast.Name | ast.Attribute | ast.Subscript)
    ]


def catalogue_path(language: str) -> Path:
    return PACKAGE / "locale" / language / "LC_MESSAGES" / "suara.po"


def read(language: str) -> Catalog:
    path = catalogue_path(language)
    if not path.exists() or not path.stat().st_size:
        return Catalog(locale=language, domain="suara", project="suara", fuzzy=False)
    with path.open("rb") as stream:
        return read_po(stream, locale=language, domain="suara")


def update(language: str) -> Catalog:
    """Bring the catalogue to the package's sentences; translations stay, sentences that are gone go."""
    catalogue = read(language)
    catalogue.update(template(), no_fuzzy_matching=True, update_header_comment=False, update_creation_date=False)
    catalogue.obsolete.clear()
    catalogue.header_comment = "# Indonesian words of suara. New sentences arrive with: python scripts/words.py"
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        write_po(stream, catalogue, width=0, include_lineno=False, sort_by_file=True, ignore_obsolete=True)
    return catalogue


def problems(wanted: Catalog, catalogue: Catalog) -> list[str]:
    """What is missing or wrong in a catalogue, a line each."""
    found = []
    for message in wanted:
        if message.id:
            found += _problems(message, catalogue.get(message.id))
    return found


def _forms(text: str | Iterable[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def _problems(wanted: Message, said: Message | None) -> list[str]:
    english = _forms(wanted.id)
    texts = () if said is None or said.fuzzy else _forms(said.string)
    where = ", ".join(sorted({file for file, _line in wanted.locations}))
    if not texts or not all(texts):
        return [f"{where}: no translation of {english[0]!r}"]
    found = []
    for text in texts:
        if _names(text) not in [_names(form) for form in english]:
            found.append(f"{where}: other placeholders than in {english[0]!r}: {text!r}")
        for wrong, unless, instead in FORBIDDEN:
            excused = unless and any(re.search(unless, form, re.IGNORECASE) for form in english)
            if re.search(wrong, text, re.IGNORECASE) and not excused:
                found.append(f"{where}: {text!r} has the wrong word; write {instead}")
    return found


def _names(text: str) -> list[str] | None:
    """The placeholders of a sentence, sorted; None when its braces are not placeholders."""
    try:
        return sorted(name for _before, name, _spec, _conversion in Formatter().parse(text) if name is not None)
    except ValueError:
        return None


def main(arguments: list[str]) -> int:
    wanted, wrong = template(), unmarkable()
    for language in LANGUAGES:
        catalogue = read(language) if "--check" in arguments else update(language)
        wrong += problems(wanted, catalogue)
    print(*wrong, sep="\n")
    print(f"{len(wanted)} sentences, {len(wrong)} to mend.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
