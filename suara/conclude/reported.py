"""What studies report on a finding's own factor: a line of kind *literature* in its convergence matrix."""

from __future__ import annotations

from suara.conclude.claims import Claim, pairs, read_claims, together
from suara.conclude.finding import Line
from suara.conclude.literature import literature
from suara.conclude.panel import Panel
from suara.words import N_, _, ngettext

ALPHA = 0.05
VOTES = ("vote", "votes", "vote share", "winning", "seats", "elected", "preference votes", "suara", "perolehan suara", "kursi", "kemenangan")  # fmt: skip
INVOLVED = ("involvement", "engagement", "closeness", "keterlibatan", "kedekatan", "likes", "interest")
TOPICS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "following_and_votes": (N_("followers"), ("follower", "following", "pengikut", "audience"), VOTES),
    "activity_and_votes": (N_("activity"), ("activity", "use of", "posting", "number of posts", "keaktifan", "pemakaian", "penggunaan"), VOTES),
    "winning_factors": (N_("all factors"), ("",), VOTES),
    "interactivity_engages": (N_("interactivity"), ("interactiv", "interaktiv", "repl", "balas"), INVOLVED),
    "personalization_engages": (N_("personalization"), ("personal",), INVOLVED),
    "participation": (N_("use of social media"), ("use of", "social media", "penggunaan", "media sosial"), ("turnout", "participation", "voting", "partisipasi")),
    "press_visibility": (N_("use of social media"), ("",), ("press", "news", "media coverage", "visibility", "pemberitaan")),
}  # fmt: skip
"""Finding → what it is about, words of a claim's factor, words of a claim's outcome (of votes the whole word)."""


def reported(panel: Panel) -> dict[str, Line]:
    """Finding → the direction that studies report, one a study. Only findings on whose factor a claim was made."""
    if not panel.count.get("claims"):
        return {}
    claims, _said = read_claims(panel, literature(panel))
    found = {}
    for finding, (called, factors, outcomes) in TOPICS.items():
        own = [c for c in claims if any(f in c.factor.casefold() for f in factors) and _is(c, outcomes)]
        line = _line(own, _(called)) if own else None
        if line is not None:
            found[finding] = line
    return found


def _is(claim: Claim, outcomes: tuple[str, ...]) -> bool:
    if outcomes is VOTES:
        return claim.outcome in VOTES
    return any(word in claim.outcome for word in outcomes)


def _line(own: list[Claim], called: str) -> Line | None:
    outcome = pairs(own)[0].outcome if pairs(own) else ""
    pair = together(own, {c.outcome for c in own}, called, outcome)
    if pair is None or not pair.signs:
        return None
    count, n = pair.counted, len(pair.signs)
    said = ngettext(
        "{factor} with {outcome}, as {n} study reports it", "{factor} with {outcome}, as {n} studies report it", n
    ).format(factor=called, outcome=outcome, n=n)
    return Line(
        said, "literature", None, None, None, count.estimate, (count.lo, count.hi), count.p, count.n,
        _verdict(count.estimate, count.p), "literature", _("share of studies that report more, 0 to 1"), 0.5,
    )  # fmt: skip


def _verdict(share: float | None, p: float | None) -> str:
    """Whether more of the studies report it than chance would have them, or fewer."""
    if share is None:
        return "silent"
    if p is None or p >= ALPHA:
        return "partial"
    return "agree" if share > 0.5 else "dissonant"
