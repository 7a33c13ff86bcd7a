"""Canonical tables: press and television, advertisements, trends, links held as evidence."""

from suara.tables.columns import EXTRAS, WHO, Column, Table, count, day, instant, list, real, text

ARTICLES = Table(
    "articles",
    "article",
    "press and television: one row an article or segment",
    (
        text("id", "id of the article, else its address"),
        text("outlet", "newspaper, portal or station"),
        instant("published_at", "when it was published or first seen (UTC)", "unknown"),
        text("published_precision", "minute, quarter or day: how exactly the time is known", "minute"),
        text("title", "headline"),
        text("text", "full text, lead or captions", "not collected"),
        text("url", "address"),
        text("medium", "print, online, tv or radio", "online"),
        text("lang", "language, BCP 47"),
        list("actors", "actors named, as the source lists them"),
        real("duration", "seconds on air"),
        instant("captured_at", "when it was read (UTC)"),
        EXTRAS,
    ),
    needed=("outlet", "published_at", "title"),
    key=("outlet", "url", "id", "title", "published_at"),
    time="published_at",
    scoped=True,
)


ADS = Table(
    "ads",
    "ad",
    "advertisements as the platforms' archives list them",
    (
        text("ad_id", "the archive's id"),
        text("platform", "where it ran"),
        *WHO,
        text("account_id", "the page or advertiser's id"),
        text("handle", "the page's handle"),
        text("payer", "who paid"),
        text("beneficiary", "for whom it speaks"),
        instant("started_at", "first shown (UTC)"),
        instant("ended_at", "last shown (UTC)", "still running, or not told"),
        real("spend_min", "least spent, in currency"),
        real("spend_max", "most spent, in currency", "open above"),
        real("impressions_min", "least impressions"),
        real("impressions_max", "most impressions", "open above"),
        text("currency", "ISO 4217"),
        Column("demographics", "json", "list of {age, sex, share}"),
        Column("regions", "json", "list of {region, share}"),
        text("text", "what it says"),
        real("declared", "spending declared in the campaign finance report"),
        instant("captured_at", "when it was read (UTC)"),
        EXTRAS,
    ),
    needed=("ad_id", "started_at"),
    any_of=(("payer", "beneficiary"),),
    key=("platform", "ad_id"),
    time="started_at",
    scoped=True,
)


TRENDS = Table(
    "trends",
    "trend",
    "what was trending, from a list made outside the campaigns",
    (
        text("term", "hashtag, phrase or sound"),
        day("date", "day"),
        count("rank", "place in the list"),
        count("volume", "documents or posts"),
        text("region", "where"),
        text("source", "whose list"),
        EXTRAS,
    ),
    needed=("term", "date"),
    any_of=(("rank", "volume"),),
    key=("term", "date", "region", "source"),
    time="date",
)


LINKS = Table(
    "links",
    "link",
    "addresses handed in as evidence, with or without screenshots",
    (
        text("url", "address"),
        instant("captured_at", "when it was seen (UTC)"),
        text("image", "file of the screenshot"),
        text("sha256", "hash of the screenshot"),
        text("note", "what the person noted"),
        EXTRAS,
    ),
    needed=("url",),
    key=("url", "captured_at"),
)
