"""Accounts that share the same things within seconds of each other more often than chance. Coordinated is not inauthentic."""

from __future__ import annotations

import polars as pl

from suara.display import theme
from suara.display.parts import values
from suara.display.picture import Shown, Spec, picture
from suara.words import N_, _, count

MOST_PAIRS = 300
SEED = 7


def records(shown: Shown) -> pl.DataFrame:
    """A row a pair of accounts: what they share (kind), on how many different things (weight), corrected p (q), group, and places."""
    pairs = shown.read("coordination")
    if pairs.is_empty():
        return pairs
    pairs = pairs.sort(["weight", "q", "first", "second", "kind"], descending=[True, False, False, False, False]).head(
        MOST_PAIRS
    )
    return _placed(pairs)


def _placed(pairs: pl.DataFrame) -> pl.DataFrame:
    """Ends of each pair in a plane, each group beside the others: accounts that share much lie near each other."""
    import networkx

    graph = networkx.Graph()
    graph.add_weighted_edges_from(pairs.select("first", "second", pl.col("weight").cast(pl.Float64)).iter_rows())
    sides = max(1, round(pairs["group"].n_unique() ** 0.5))
    place = {}
    for i, group in enumerate(pairs["group"].unique().sort()):
        members = graph.subgraph(
            {*pairs.filter(pl.col("group") == group)["first"], *pairs.filter(pl.col("group") == group)["second"]}
        )
        for account, (x, y) in networkx.spring_layout(members, seed=SEED).items():
            place[account] = (round(float(x) + 2.4 * (i % sides), 4), round(float(y) - 2.4 * (i // sides), 4))
    ends = [(*place[a], *place[b]) for a, b in pairs.select("first", "second").iter_rows()]
    return pairs.hstack(pl.DataFrame(ends, schema=["x", "y", "x2", "y2"], orient="row"))


def says(records: pl.DataFrame) -> str:
    """How many accounts, pairs and groups."""
    accounts = len({*records["first"].to_list(), *records["second"].to_list()})
    words = _(
        "{accounts} accounts in {groups} groups, {pairs} pairs. Coordinated is not inauthentic: it says when accounts share, not who they are."
    )
    return words.format(
        accounts=count(accounts), groups=count(records["group"].n_unique()), pairs=count(records.height)
    )


@picture(
    title=N_("Network of coordinated sharing"),
    step="triangulate",
    needs=N_("posts of the public that share links, texts or hashtags"),
)
def draw(records: pl.DataFrame) -> Spec:
    """A dot an account, a line a pair, thicker where they shared more; groups lie apart."""
    ends = pl.concat(
        [
            records.select(pl.col(a).alias("account"), pl.col(x).alias("x"), pl.col(y).alias("y"), "group")
            for a, x, y in (("first", "x", "y"), ("second", "x2", "y2"))
        ]
    )
    dots = ends.unique("account", maintain_order=True)
    bare: dict[str, object] = {
        "type": "quantitative",
        "axis": None,
        "scale": {"zero": False, "nice": False, "padding": 20},
    }
    layers: list[Spec] = [
        {"data": {"values": values(records)}, "mark": {"type": "rule", "color": theme.GREY, "opacity": 0.7}, "encoding": {
            "x": {"field": "x", **bare}, "y": {"field": "y", **bare}, "x2": {"field": "x2"}, "y2": {"field": "y2"},
            "strokeWidth": {"field": "weight", "type": "quantitative", "scale": {"range": [0.8, 5]}, "legend": {"title": _("different things shared"), "format": "d", "tickMinStep": 1, "symbolType": "stroke"}}}},
        {"data": {"values": values(dots)}, "mark": {"type": "point", "opacity": 1, "size": 60}, "encoding": {"x": {"field": "x", **bare}, "y": {"field": "y", **bare}}},
    ]  # fmt: skip
    if dots.height <= 40:
        layers.append({"data": {"values": values(dots)}, "mark": {"type": "text", "dy": -9, "fontSize": 9, "limit": 80}, "encoding": {
            "x": {"field": "x", **bare}, "y": {"field": "y", **bare}, "text": {"field": "account"}}})  # fmt: skip
    return {"width": theme.WIDTH, "height": 400, "layer": layers}
