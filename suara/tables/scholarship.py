"""Canonical tables: the literature and the codings."""

from suara.tables.columns import EXTRAS, Table, count, instant, list, real, text

WORKS = Table(
    "works",
    "work",
    "studies and books: the literature",
    (
        text("id", "DOI, else the reference file's key"),
        text("type", "article, book, chapter, thesis, …"),
        text("title", "title"),
        list("authors", "authors, Last, First"),
        count("year", "year of publication"),
        text("journal", "journal or book"),
        text("volume", "volume"),
        text("issue", "issue"),
        text("pages", "pages"),
        text("doi", "DOI, lower case"),
        text("url", "address"),
        text("abstract", "abstract"),
        list("keywords", "keywords"),
        text("lang", "language"),
        text("source", "database or file it came from"),
        EXTRAS,
    ),
    needed=("title", "year"),
    key=("id", "title", "year"),
)


PASSAGES = Table(
    "passages",
    "passage",
    "quotations from works, with page and theme",
    (
        text("work", "id of the work"),
        text("quote", "the words"),
        text("page", "page"),
        text("theme", "theme or factor"),
        text("coder", "who chose it"),
        EXTRAS,
    ),
    needed=("work", "quote", "page"),
    key=("work", "quote", "page", "coder", "theme"),
)


CLAIMS = Table(
    "claims",
    "claim",
    "what a work reports on a factor and an outcome",
    (
        text("work", "id of the work"),
        text("factor", "which use or content"),
        text("outcome", "votes, engagement, visibility, involvement, …"),
        text("direction", "+, -, 0 or mixed"),
        real("effect", "size, as Fisher z or partial r unless extras say otherwise"),
        real("se", "standard error"),
        count("n", "cases"),
        text("level", "party, candidate, citizen, post"),
        text("controls", "what was held still"),
        text("page", "page or table"),
        text("theme", "theme"),
        text("coder", "who read it"),
        EXTRAS,
    ),
    needed=("work", "factor", "outcome", "direction"),
    key=("work", "factor", "outcome", "coder", "page"),
)


CODINGS = Table(
    "codings",
    "coding",
    "codes that somebody assigned to a unit",
    (
        text("unit", "id of the post, article or passage"),
        text("unit_kind", "post, comment, article, passage or span", "post"),
        text("coder", "who: a person's initials, dictionary, classifier, model:name"),
        text("code", "code or variable"),
        text("value", "category; 1 present, 0 coded absent", "not coded, which is not 0"),
        text("kind", "human, dictionary, classifier, model, adjudicated"),
        real("confidence", "0 to 1"),
        real("sampling_probability", "known probability with which the unit was drawn"),
        instant("coded_at", "when (UTC)"),
        text("round", "coding round"),
        count("start", "first character of a span, from 0"),
        count("end", "character after the span"),
        EXTRAS,
    ),
    needed=("unit", "coder", "code"),
    key=("unit", "unit_kind", "coder", "code", "value", "round", "coded_at", "start", "end"),
)
