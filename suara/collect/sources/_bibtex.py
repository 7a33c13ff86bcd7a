"""BibTeX entries, split by bibtexparser: values put together, LaTeX turned into text, names as Last, First."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, ParsingFailedBlock
from bibtexparser.model import Entry as Block
from pylatexenc.latex2text import LatexNodes2Text

logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
logging.getLogger("pylatexenc").addHandler(logging.NullHandler())

_LATEX = re.compile(r"[\\{}$~]|--|``|''")
_AS_IT_IS = {"doi", "url", "howpublished", "eprint", "file"}
_DECODER = LatexNodes2Text(math_mode="verbatim", keep_braced_groups=False)
_HIGH = re.compile(r"[^\x00-\x7f]+")


@dataclass(frozen=True)
class Entry:
    """One entry: its type, key, and fields (lower-case names) as text and as LaTeX."""

    kind: str
    key: str
    fields: dict[str, str]
    raw: dict[str, str]


def entries(text: str) -> Iterator[Entry | str]:
    """The entries in order; words instead of one that is broken. An entry counts although its key was there before."""
    library = parse_string(text, parse_stack=[])
    strings = {string.key.casefold(): string.value for string in library.strings}
    for block in library.blocks:
        if isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock) and isinstance(
            block.ignore_error_block, Block
        ):
            yield _entry(block.ignore_error_block, strings)
        elif isinstance(block, Block):
            yield _entry(block, strings)
        elif isinstance(block, ParsingFailedBlock):
            yield f"not BibTeX: {' '.join((block.raw or '').split())[:80]}"


def _entry(block: Block, strings: dict[str, str]) -> Entry:
    raw: dict[str, str] = {}
    for field in block.fields:
        raw.setdefault(field.key.casefold(), _joined(str(field.value), strings))
    fields = {name: _address(value) if name in _AS_IT_IS else decoded(value) for name, value in raw.items()}
    return Entry(block.entry_type.casefold(), decoded(block.key), fields, raw)


def _joined(value: str, strings: dict[str, str], depth: int = 0) -> str:
    """A value's pieces put together: ``"…"`` and ``{…}`` as they stand, a macro by what it stands for."""
    made = []
    for piece in _pieces(value):
        if piece[:1] + piece[-1:] in ('""', "{}"):
            made.append(piece[1:-1])
        elif piece.casefold() in strings and depth < 10:
            made.append(_joined(strings[piece.casefold()], strings, depth + 1))
        else:
            made.append(piece)
    return "".join(made)


def _pieces(value: str) -> Iterator[str]:
    """What stands between ``#`` outside braces and quotes."""
    start = deep = 0
    quoted = False
    for at, sign in enumerate(value):
        deep += (sign == "{") - (sign == "}")
        if sign == '"' and deep == 0 and value[at - 1 : at] != "\\":
            quoted = not quoted
        if sign == "#" and deep == 0 and not quoted:
            yield value[start:at].strip()
            start = at + 1
    yield value[start:].strip()


def decoded(latex: str) -> str:
    """LaTeX as text. A bare % is taken for a percent sign: reference files hold no comments within values."""
    if not _LATEX.search(latex):
        return latex
    try:
        text = str(_DECODER.latex_to_text(re.sub(r"(?<!\\)%", r"\\%", latex)))
    except Exception:  # a parser of any text that people write: what it cannot do stays LaTeX
        return latex
    return text.replace("\xa0", " ").replace("\xad", "").strip()


def _address(value: str) -> str:
    return re.sub(r"\\([_%&#~])", r"\1", re.sub(r"^\\url\{(.*)\}$", r"\1", value.strip("{} \t\n")))


def names(latex: str) -> list[str]:
    """Names as ``von Last, Jr, First`` by BibTeX's rules; a name in braces is one whole; *others* is nobody."""
    found = split_multiple_persons_names(" ".join(latex.split()))
    parts = (parse_single_name_into_parts(name, strict=False) for name in found if name != "others")
    return [name for part in parts if (name := decoded(part.merge_last_name_first))]


def chinese(text: str) -> str | None:
    """Text in GB 18030 that was taken for cp1252, set right; null for any other text.

    Chinese bytes come in pairs: where every run of high bytes has an even length and all pairs are ideographs, nothing
    else is likely. (An accented Western letter stands alone.)
    """
    runs = _HIGH.findall(text)
    if not runs or any(len(run) % 2 or any(ord(sign) > 0x2122 for sign in run) for run in runs):
        return None
    try:
        made = text.encode("cp1252").decode("gb18030")
    except UnicodeError:
        return None
    signs = [sign for run in _HIGH.findall(made) for sign in run]
    return made if all("\u3000" <= sign <= "\u9fff" or sign > "\uff00" for sign in signs) else None
