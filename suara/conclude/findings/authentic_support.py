"""How much of the support that is shown online is coordinated? Coordinated is not inauthentic."""

from __future__ import annotations

from dataclasses import dataclass

from suara.conclude.finding import Answer, Answered, Described, Line, finding
from suara.conclude.panel import Panel
from suara.engine.coshares import co_shares, coordinated_posts, edge_posts
from suara.engine.shares import Shares, shares_of_posts
from suara.estimators.intervals import Ratio, cluster_ratio
from suara.triangulate.coordination import FALSE, Network, coordinated
from suara.words import N_, _, count, interval, listed, moment, ngettext, number, percent, pvalue

WINDOWS = (5, 10, 30, 60, 300)
MAIN = 60
LEAST_POSTS = 1_000
"""With fewer public posts that share something, that no group is found tells nothing."""

SHOWN = 25
KINDS = {
    "repost": N_("reposts"),
    "link": N_("links"),
    "words": N_("equal words"),
    "hashtags": N_("sets of hashtags"),
    "object": N_("objects"),
}


@dataclass(frozen=True)
class Window:
    """What is coordinated within one window: the network, and the share of public posts that lie behind its edges."""

    network: Network
    share: Ratio
    posts: int


@finding(
    asks=N_("Is part of the support that is shown online coordinated?"),
    uses=["posts"],
    cite=("giglietto2020",),
    outcome="indirect",
    rival=N_("Volunteers, fans and party units agree openly on what to post and when; coordinated is not inauthentic."),
)
def authentic_support(panel: Panel) -> Answer:
    """Public accounts that share the same things within seconds of each other more often than chance, and their posts."""
    shares = (
        shares_of_posts(panel.joins, registered=panel.registered) if panel.con and panel.count.get("posts") else None
    )
    windows = {seconds: _window(panel, shares, seconds) for seconds in WINDOWS} if shares and shares.rows else {}
    if shares is None or not windows or not windows[MAIN].posts:
        return Answer(
            "cannot tell",
            _("It cannot be told whether support is coordinated: no posts of the public are in."),
            needs=_needs(),
        )
    lines = [_line(window) for window in windows.values()]
    answer = _judged(windows)
    network = windows[MAIN].network
    panel.records["coordination"] = network.edges.join(network.groups, left_on="first", right_on="account")
    described = [_window_table(windows), _group_table(network), _edge_table(panel, shares, network)]
    return Answer(
        answer, " ".join(_says(windows, answer)), [t for t in described if t.rows], lines, lines[WINDOWS.index(MAIN)],
        unit=N_("share of posts, 0 to 1"), reasons=_reasons(panel), needs=_needs() if answer == "cannot tell" else [],
    )  # fmt: skip


def _window(panel: Panel, shares: Shares, seconds: int) -> Window:
    network = coordinated(co_shares(shares, seconds))
    days = coordinated_posts(shares, network.edges, seconds, panel.study.zone)
    share = cluster_ratio(
        days["coordinated"].to_list(), days["posts"].to_list(), days["day"].to_list(), seed_text=str(seconds)
    )
    return Window(network, share, int(days["posts"].sum() or 0))


def _judged(windows: dict[int, Window]) -> Answered:
    """yes: groups within the main window and another; mixed: only within some; no: none, where they could be seen."""
    found = [seconds for seconds, window in windows.items() if window.network.sizes]
    if MAIN in found and len(found) > 1:
        return "yes"
    if found:
        return "mixed"
    main = windows[MAIN]
    return "no" if main.posts >= LEAST_POSTS and main.network.tested > main.network.alone else "cannot tell"


def _line(window: Window) -> Line:
    words = _("public posts behind pairs of accounts that share within {seconds} seconds more often than chance")
    verdict = "agree" if window.network.sizes else "silent"
    share = window.share
    return Line(
        words.format(seconds=window.network.seconds), "method", "posts", None, None, share.estimate, (share.lo, share.hi), None,
        window.posts, verdict, "posts",
    )  # fmt: skip


def _says(windows: dict[int, Window], answer: Answered) -> list[str]:
    main = windows[MAIN]
    said = _groups(main) if main.network.sizes else [_nobody(main)]
    by_window = [
        _("{accounts} accounts within {seconds} seconds").format(accounts=count(sum(w.network.sizes)), seconds=s)
        for s, w in windows.items()
        if s != MAIN
    ]
    said.append(_("With other windows: {windows}.").format(windows=listed(by_window)))
    if main.network.alone:
        words = ngettext(
            "{n} further pair shares what nobody else shared in those hours: the clock cannot tell it from chance.",
            "{n} further pairs share what nobody else shared in those hours: the clock cannot tell them from chance.",
            main.network.alone,
        )
        said.append(words.format(n=count(main.network.alone)))
    if answer == "cannot tell":
        said.append(_("There is too little that several accounts share to see coordination."))
    return [*said, _("Coordinated is not inauthentic: it says when accounts share, not who they are or why.")]


def _groups(window: Window) -> list[str]:
    sizes, share = window.network.sizes, window.share
    words = ngettext(
        "{accounts} public accounts in {groups} group share the same things within {seconds} seconds of each other more often than chance; the largest group has {largest}.",
        "{accounts} public accounts in {groups} groups share the same things within {seconds} seconds of each other more often than chance; the largest group has {largest}.",
        len(sizes),
    )
    groups = words.format(accounts=count(sum(sizes)), groups=count(len(sizes)), seconds=MAIN, largest=count(max(sizes)))
    ends = interval(share.lo, share.hi, show=percent)
    told = "" if share.lo is None else _(" (95% interval {interval})").format(interval=ends)
    behind = _("Behind them lie {share} of the {n} public posts that share something{interval}.")
    return [groups, behind.format(share=percent(share.estimate), n=count(window.posts), interval=told)]


def _nobody(window: Window) -> str:
    words = _(
        "Among {n} public posts that share something no two accounts do so within {seconds} seconds more often than chance."
    )
    return words.format(n=count(window.posts), seconds=MAIN)


def _reasons(panel: Panel) -> list[str]:
    reasons = [
        _(
            "the same post, link, words or set of hashtags within the window, two different ones at the least; each kind apart"
        ),
        _(
            "chance: the instants of a thing are dealt out anew within each hour; {share} of the pairs named are expected to be false"
        ).format(share=percent(FALSE, 0)),
        _("images are not compared: exports give no fingerprint of them"),
    ]
    if panel.registered:
        reasons.append(_("accounts of the register are official units and were set apart"))
    else:
        reasons.append(_("without a register of accounts official units could not be set apart"))
    return reasons


def _needs() -> list[str]:
    return [
        _(
            "posts of the public: a search export of what people write, repost and comment (platform, id, created_at, account_id, text)"
        )
    ]


def _window_table(windows: dict[int, Window]) -> Described:
    rows = []
    for seconds, window in windows.items():
        net = window.network
        rows.append(
            [
                seconds,
                net.tested,
                net.official,
                net.alone,
                net.edges.height,
                sum(net.sizes),
                len(net.sizes),
                window.share.estimate,
            ]
        )
    columns = [_("seconds"), _("pairs tested"), _("pairs with an official account"), _("pairs alone in their hours"), _("coordinated pairs"),
               _("accounts"), _("groups"), _("share of posts")]  # fmt: skip
    return Described(_("Coordination by window"), columns, rows)


def _group_table(network: Network) -> Described:
    rows = []
    for group in network.groups["group"].unique(maintain_order=True).head(SHOWN).to_list():
        members = network.groups.filter(network.groups["group"] == group)["account"].to_list()
        edges = network.edges.filter(network.edges["first"].is_in(members))
        kinds = listed([_(KINDS[kind]) for kind in sorted(edges["kind"].unique().to_list())])
        rows.append(
            [group, len(members), edges.height, kinds, ", ".join(members[:10]) + (", …" if len(members) > 10 else "")]
        )
    return Described(_("Groups"), [_("group"), _("accounts"), _("pairs"), _("what they share"), _("who")], rows)


def _edge_table(panel: Panel, shares: Shares, network: Network) -> Described:
    """The strongest pairs, each with the posts behind it."""
    shown, rows = network.edges.head(SHOWN), []
    posts_of = edge_posts(shares, shown, network.seconds)
    for edge in shown.iter_rows(named=True):
        behind = posts_of.filter(**{key: edge[key] for key in ("first", "second", "kind")})
        posts = [
            f"{post['first_content']} – {post['second_content']} ({moment(post['first_at'], panel.study.zone)}, {number(post['seconds'], 0)} s)"
            for post in behind.head(3).iter_rows(named=True)
        ]
        rows.append(
            [
                edge["first"],
                edge["second"],
                _(KINDS[edge["kind"]]),
                edge["weight"],
                pvalue(edge["q"], bare=True),
                "; ".join(posts),
            ]
        )
    columns = [_("account"), _("account"), _("what they share"), _("different things"), _("p, corrected"), _("posts")]
    return Described(_("Pairs and their posts"), columns, rows)
