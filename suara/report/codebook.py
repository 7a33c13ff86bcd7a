"""The codebook for those who code and those who read: a page, a document for a word processor, or a QDA exchange file.

Every code stands with its definition, rule, examples, categories and terms. ``.qdc`` is the codebook exchange format of
REFI-QDA, which NVivo, MAXQDA, ATLAS.ti and QualCoder open.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from html import escape
from io import BytesIO
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from suara.reduce.code import Code
from suara.reduce.codebook import Codebook
from suara.words import _, language

QDC = "urn:QDA-XML:codebook:1.0"


def by_construct(book: Codebook) -> dict[str, list[Code]]:
    """Construct → its codes, both in the order of their names."""
    found: dict[str, list[Code]] = {}
    for code in sorted(book.codes.values(), key=lambda c: (c.construct, c.name)):
        found.setdefault(code.construct, []).append(code)
    return found


def entries(code: Code) -> Iterator[tuple[str, str]]:
    """What is said of a code, label by label, in the language of the study; definition and rule in both."""
    first, second = ("id", "en") if language() == "id" else ("en", "id")
    yield _("Definition"), code.said(first)[0]
    yield _("Rule"), code.said(first)[1]
    yield _("In the other language"), " ".join(code.said(second))
    if code.values:
        named = ((v.value, v.id if first == "id" else v.en) for v in code.values)
        yield _("Values"), "; ".join(f"{value} = {meaning}" for value, meaning in named)
    elif code.kind == "interval":
        yield _("Values"), _("any number")
    if code.yes:
        yield _("Included"), " | ".join(code.yes)
    if code.no:
        yield _("Not included"), " | ".join(code.no)
    for lang, label in (("id", _("Terms, Indonesian")), ("en", _("Terms, English"))):
        if terms := [t.text for t in code.terms if t.lang == lang]:
            yield label, "; ".join(terms)
    if not code.terms:
        yield _("Terms"), _("none: for people, a classifier or imported labels")


def as_markdown(book: Codebook) -> str:
    """The codes as text."""
    title = _("Codes")
    parts = [f"# {title}", _("Version of the codebook: {version}").format(version=book.version)]
    for construct, codes in by_construct(book).items():
        parts.append(f"## {construct}")
        for code in codes:
            parts.append(f"### {code.name}\n\n" + "\n".join(f"- {label}: {said}" for label, said in entries(code)))
    return "\n\n".join(parts) + "\n"


def as_html(book: Codebook) -> bytes:
    """A page that stands by itself."""
    title = escape(_("Codebook"))
    version = escape(_("Version of the codebook: {version}").format(version=book.version))
    body = [f"<h1>{title}</h1><p>{version}</p>"]
    for construct, codes in by_construct(book).items():
        body.append(f"<h2>{escape(construct)}</h2>")
        for code in codes:
            rows = "".join(f"<dt>{escape(label)}</dt><dd>{escape(said)}</dd>" for label, said in entries(code))
            body.append(f'<h3 id="{escape(code.name)}">{escape(code.name)}</h3><dl>{rows}</dl>')
    style = "body{font:16px/1.5 sans-serif;max-width:50em;margin:2em auto;padding:0 1em}dt{font-weight:bold}dd{margin:0 0 .5em}"
    head = f'<meta charset="utf-8"><title>{title}</title><style>{style}</style>'
    return f'<!doctype html><html lang="{language()}"><head>{head}</head><body>{"".join(body)}</body></html>'.encode()


def as_docx(book: Codebook) -> bytes:
    """A document for a word processor."""
    from docx import Document

    document = Document()
    document.add_heading(_("Codebook"), 0)
    document.add_paragraph(_("Version of the codebook: {version}").format(version=book.version))
    for construct, codes in by_construct(book).items():
        document.add_heading(construct, 1)
        for code in codes:
            document.add_heading(code.name, 2)
            for label, said in entries(code):
                paragraph = document.add_paragraph()
                paragraph.add_run(f"{label}: ").bold = True
                paragraph.add_run(said)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_qdc(book: Codebook) -> bytes:
    """REFI-QDA: constructs hold codes, a code that is not binary holds its values. A name has the same id for ever."""
    root = Element("CodeBook", {"xmlns": QDC, "origin": "suara"})
    codes = SubElement(root, "Codes")
    for construct, inner in by_construct(book).items():
        group = _qdc(codes, construct, construct, codable=False)
        for code in inner:
            element = _qdc(group, f"code:{code.name}", code.name, codable=code.kind in ("binary", "interval"))
            described = SubElement(element, "Description")
            described.text = "\n".join(f"{label}: {said}" for label, said in entries(code))
            for value in code.values if code.kind in ("nominal", "ordinal") else ():
                _qdc(element, f"code:{code.name}={value.value}", value.value, codable=True)
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _qdc(parent: Element, key: str, name: str, *, codable: bool) -> Element:
    guid = str(uuid.uuid5(uuid.NAMESPACE_URL, f"suara:{key}"))
    return SubElement(parent, "Code", {"guid": guid, "name": name, "isCodable": str(codable).lower()})


WRITERS: dict[str, Callable[[Codebook], bytes]] = {
    ".html": as_html,
    ".htm": as_html,
    ".docx": as_docx,
    ".qdc": as_qdc,
}
"""By a file's ending."""
