"""Labels of closeness in pictures (setting, single face, family, crowd): how often, and what such posts are answered with."""

from __future__ import annotations

from suara.conclude.engaged import lines_of, more, ratio_table, signed
from suara.conclude.engagement import Carried, Compared, compare_posts
from suara.conclude.finding import Described, Line
from suara.conclude.panel import Panel
from suara.words import N_, _, count, listed, pvalue

LABELS = (
    ("setting", N_("posts pictured in a personal setting"), "picture_setting=personal", "personal_setting_share"),
    ("face", N_("posts with a single face"), "single_face", "single_face_share"),
    ("family", N_("posts with family or a child"), "family_or_child", "family_share"),
    ("crowd", N_("posts with a crowd"), "crowd", "crowd_share"),
)


def labelled(panel: Panel) -> list[Compared]:
    """Each label against the same actor's other labelled posts: as people coded it, else as imported labels say."""
    found = []
    for key, called, code, measure in LABELS:
        by = [
            compare_posts(panel, Carried(key, called, (code,), measure, replies=True, people=p)) for p in (True, False)
        ]
        known = [c for c in by if c is not None]
        found += sorted(known, key=lambda c: not c.usable)[:1]
    return found


def closeness_lines(found: list[Compared]) -> list[Line]:
    """The labels as lines of evidence."""
    return [line for c in found for line in lines_of(c)]


def closeness_table(found: list[Compared]) -> Described:
    """The labels with their rate ratios."""
    table = ratio_table(found)
    return Described(_("Closeness in pictures: reactions against the same actor's other labelled posts"), table.columns, table.rows)  # fmt: skip


def closeness_said(found: list[Compared]) -> list[str]:
    """What labels say; nothing where no picture is labelled."""
    if not found:
        return []
    words = []
    for c in found:
        rests = pvalue(c.ratio.p) if c.ratio.p is not None else _("too few for an interval")
        said = _("{what} {share} ({n} of {all} labelled posts; {rests})")
        share = signed(more(c.ratio.estimate)) if c.ratio.estimate is not None else _("not told")
        words.append(said.format(what=_(c.carried.called), share=share, n=count(c.posts), all=count(c.posts + c.others), rests=rests))  # fmt: skip
    return [_("Labels of closeness, reactions against other labelled posts of the same actor: {labels}.").format(labels=listed(words))]  # fmt: skip
