"""Canonical tables: who speaks, and what was said: the registers, posts, followers, ready-made series."""

from suara.tables.columns import EXTRAS, WHO, Column, Table, count, day, flag, instant, list, real, text

ACTORS = Table(
    "actors",
    "actor",
    "who campaigns: the register of parties, candidates, tickets and others",
    (
        text("actor_id", "short id"),
        text("name", "full name"),
        text(
            "kind",
            "party, ticket, candidate, leader, member, volunteer, activist, government, media, influencer, other",
        ),
        text("party", "actor_id or name of the party", "none, or not told"),
        text("unit", "electoral unit in which the actor stands", "the whole electorate"),
        text("aliases", "other names, separated by ;", "none"),
        EXTRAS,
    ),
    needed=("actor_id", "name"),
    key=("actor_id",),
)


ACCOUNTS = Table(
    "accounts",
    "account",
    "where the actors speak: the register of accounts",
    (
        text("actor_id", "whose account it is"),
        text("name", "the actor's name, where no id is given"),
        text("unit", "electoral unit of that actor"),
        text("platform", "platform"),
        text("handle", "handle, lower case, without @"),
        text("account_id", "the platform's id"),
        day("valid_from", "first day it belonged to the actor", "always"),
        day("valid_to", "last day it belonged to the actor", "still"),
        flag("official", "registered or verified as official"),
        text("registered_level", "where it is registered: national, province, regency"),
        EXTRAS,
    ),
    needed=("platform",),
    any_of=(("handle", "account_id"), ("actor_id", "name")),
    key=("platform", "handle", "account_id", "valid_from"),
)


POSTS = Table(
    "posts",
    "post",
    "what was published: one row a post, comment, repost or reply",
    (
        text("platform", "x, facebook, instagram, youtube, tiktok, threads, bluesky, mastodon, telegram, …"),
        text("id", "the platform's id of the post"),
        instant("created_at", "when it was published (UTC)", "the source gives no time"),
        text("text", "what it says", "not collected; an empty text means none"),
        text("url", "permanent address"),
        text("account_id", "the platform's id of the author"),
        text("handle", "the author's handle, lower case, without @"),
        text("author_name", "the author's displayed name", "private or not given"),
        text("actor_id", "the actor, where the source names it directly", "found from the account"),
        text("lang", "language, BCP 47"),
        text("kind", "post, reply, repost, quote, video, story, live or comment"),
        text("in_reply_to", "id of the post answered", "answers nothing, or not told"),
        text("in_reply_to_account", "account answered (id, else handle)", "answers nobody, or not told"),
        text("repost_of", "id of the post repeated", "its own words"),
        text("quote_of", "id of the post quoted", "quotes nothing"),
        text("thread_root", "id of the first post of the conversation"),
        list("urls", "addresses it links to, expanded"),
        list("hashtags", "hashtags without #"),
        list("mentions", "handles mentioned, without @"),
        text("media_type", "photo, video, carousel, live, link, text, audio, poll or document"),
        text("transcript", "spoken words"),
        count("likes", "positive reactions, the platform's total"),
        count("comments", "replies shown by the platform"),
        count("shares", "reposts and shares"),
        count("views", "impressions or plays; not comparable across platforms"),
        Column("reactions", "reactions", "reactions by kind", "not given by kind"),
        instant("captured_at", "when the counts were read (UTC)"),
        EXTRAS,
    ),
    needed=("platform", "id", "created_at", "text"),
    key=("platform", "id"),
    time="created_at",
    scoped=True,
)


FOLLOWERS = Table(
    "followers",
    "snapshot",
    "followers of an account at one moment",
    (
        text("platform", "platform, or all for a sum over platforms"),
        text("account_id", "the platform's id of the account"),
        text("handle", "handle, lower case, without @"),
        *WHO,
        instant("captured_at", "when it was counted (UTC)"),
        count("followers", "followers (pengikut), not supporters", "hidden or not given"),
        count("following", "accounts followed"),
        count("posts", "posts ever, as the platform counts"),
        flag("verified", "verified by the platform"),
        EXTRAS,
    ),
    needed=("platform", "captured_at", "followers"),
    any_of=(("handle", "account_id", "actor_id", "name"),),
    key=("platform", "account_id", "handle", "actor_id", "name", "captured_at"),
    time="captured_at",
)


SERIES = Table(
    "series",
    "figure",
    "ready-made secondary data: a figure per actor and day or period",
    (
        *WHO,
        text("platform", "platform", "not of one platform"),
        text("account_id", "the platform's id of the account"),
        text("handle", "handle, lower case, without @"),
        text("measure", "what is counted: posts, likes, followers, press_hits, spending, … or a new name"),
        real("value", "the figure", "not given"),
        day("date", "the day it speaks of", "a period is given"),
        day("period_start", "first day", "a date is given"),
        day("period_end", "last day", "a date is given"),
        text("source", "where it was published"),
        text("precision", "exact, rounded, lower_bound or upper_bound", "exact"),
        EXTRAS,
    ),
    needed=("measure", "value"),
    needs_who=True,
    any_of=(("date", "period_start", "period_end"),),
    key=(
        "measure",
        "actor_id",
        "name",
        "unit",
        "platform",
        "account_id",
        "handle",
        "date",
        "period_start",
        "period_end",
        "source",
    ),
    time="date",
    scoped=True,
)
