"""The words for answers, verdicts and grades."""

from __future__ import annotations

from suara.words import _


def answer_word(code: str) -> str:
    """yes, no, mixed or cannot tell, in the language of this context."""
    return {"yes": _("yes"), "no": _("no"), "mixed": _("mixed"), "cannot tell": _("cannot tell")}.get(code, code)
