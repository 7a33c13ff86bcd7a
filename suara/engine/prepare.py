"""The tables that measures count: campaign rows of known actors, with local days and the few columns measures share.

``posts``: own posts (comments apart) with ``day`` and ``week`` (its first day) in the study's zone, ``author`` (id, else
handle), ``engagement`` (likes + comments + shares; a comment or share count that the platform does not give counts
nothing, missing likes make it missing), ``sympathy`` (like + love + care, never angry or haha), ``answers`` (it replies
to somebody else), ``repeats`` (it is a repost) and ``medium_kind`` (photo, video, text, link, other); ``answers`` and
``repeats`` are null on a platform whose exports never tell; ``written``: it has text; ``code_<code>``: the best machine
coder's code; ``_part`` and ``_row``: which row of which part of the store it is. ``articles``: a row for every article and actor named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import duckdb

from suara.engine.codes import with_codes
from suara.engine.extent import tells
from suara.engine.ingest import write_part
from suara.engine.pieces import Given, Pieces, prepare_pieces
from suara.engine.store import Store
from suara.engine.writing import name, text

PHOTO = (
    "photo",
    "image",
    "album",
    "carousel",
    "carousel_album",
    "gif",
    "animated_gif",
    "foto",
    "gambar",
    "graphimage",
    "photos",
)
VIDEO = (
    "video",
    "reel",
    "reels",
    "clips",
    "live",
    "native video",
    "native_video",
    "youtube",
    "igtv",
    "videos",
    "story_video",
)
LINK = ("link", "links", "tautan")
PLAIN = ("text", "status", "teks", "none")


def _week(day: str, week_starts: str) -> str:
    return (
        f"CAST(date_trunc('week', {day}) AS DATE)"
        if week_starts == "monday"
        else f"CAST(date_trunc('week', {day} + 1) AS DATE) - 1"
    )


def _local_day(column: str, zone: str) -> str:
    return f"CAST(timezone({text(zone)}, timezone('UTC', {column})) AS DATE)"


def _among(expression: str, words: tuple[str, ...]) -> str:
    return f"{expression} IN ({', '.join(text(w) for w in words)})"


def told_of(platforms: Sequence[tuple[str, bool, bool]]) -> str:
    """What each platform's exports tell, as a relation: whether a post is an answer, whether it is a repost."""
    told = ", ".join(f"({text(platform)}, {replies}, {reposts})" for platform, replies, reposts in platforms)
    return f"(VALUES {told or '(NULL::VARCHAR, NULL::BOOLEAN, NULL::BOOLEAN)'}) AS t(platform, tells_replies, tells_reposts)"


def posts_query(zone: str, week_starts: str, told: str, posts: str = "posts") -> str:
    """Own posts of known actors in the campaign's window; ``told`` is what `told_of` says, ``posts`` a relation."""
    day = _local_day("created_at", zone)
    media = "lower(p.media_type)"
    return f"""
    SELECT p.actor_id, p.platform, p.id, p.kind, p.account_id, p.handle, coalesce(p.account_id, p.handle) AS author, {day} AS day,
      {_week(day, week_starts)} AS week, p.lang, p.in_reply_to, p.in_reply_to_account, p.repost_of, p.quote_of, p.mentions, p.hashtags, p.urls,
      p.media_type, p.likes, p.comments, p.shares, p.views, p.created_at, coalesce(trim(p.text) <> '', false) AS written /* also p */,
      p.likes + coalesce(p.comments, 0) + coalesce(p.shares, 0) AS engagement,
      coalesce(p.reactions."like", 0) + coalesce(p.reactions.love, 0) + coalesce(p.reactions.care, 0)
        + CASE WHEN p.reactions IS NULL THEN NULL ELSE 0 END AS sympathy,
      CASE WHEN t.tells_replies THEN coalesce(p.kind = 'reply' OR p.in_reply_to IS NOT NULL OR p.in_reply_to_account IS NOT NULL, false)
        AND coalesce(p.in_reply_to_account <> p.account_id, true) AND coalesce(lower(p.in_reply_to_account) <> p.handle, true) END AS answers,
      CASE WHEN t.tells_reposts THEN coalesce(p.kind = 'repost' OR p.repost_of IS NOT NULL, false) END AS repeats,
      CASE WHEN {_among(media, PHOTO)} THEN 'photo' WHEN {_among(media, VIDEO)} OR p.kind IN ('video', 'live') THEN 'video'
        WHEN {_among(media, LINK)} THEN 'link' WHEN {_among(media, PLAIN)} THEN 'text' WHEN media_type IS NOT NULL THEN 'other' END AS medium_kind,
      p._part, p._row
    FROM {posts} AS p JOIN {told} USING (platform)
    WHERE p.in_scope AND NOT p.derived AND p.actor_id IS NOT NULL AND coalesce(p.kind, 'post') <> 'comment'"""


def articles_query(zone: str, week_starts: str, names: Mapping[str, tuple[Sequence[str], Sequence[str]]]) -> str:
    """A row for every article and actor that it names: in the source's own list of actors, headline or text.

    ``names`` gives an actor's names, and those of them that are ambiguous.
    """
    day = _local_day("a.published_at", zone)
    matched = " UNION ALL ".join(
        f"SELECT _n, {text(actor)} AS actor_id FROM numbered AS a WHERE regexp_matches(concat_ws(' ', a.title, a.text), {text(pattern(said, ambiguous))}) "
        f"OR len(list_intersect(lower_all(a.actors), [{', '.join(text(n.lower()) for n in [actor, *said])}])) > 0"
        for actor, (said, ambiguous) in names.items()
    )
    if not matched:
        matched = "SELECT NULL::BIGINT AS _n, NULL::VARCHAR AS actor_id WHERE false"
    return f"""
    WITH numbered AS (SELECT *, row_number() OVER () AS _n FROM articles WHERE in_scope AND NOT derived)
    SELECT m.actor_id, coalesce(a.medium, 'online') AS platform, coalesce(a.id, a.url, a.title) AS id, {day} AS day,
      {_week(day, week_starts)} AS week, a.outlet, a.title, a.medium, a.published_at, a.published_precision, a.source_file, a.source_row /* also a */
    FROM numbered AS a JOIN ({matched}) AS m USING (_n)"""


OF_A_PARTY = (
    "partai", "parpol", "caleg", "bacaleg", "kader", "politikus", "politisi", "fraksi", "ketua", "ketum", "sekjen", "waketum", "simpatisan",
    "dpp", "dpw", "dpd", "dpc", "party", "candidate",
)  # fmt: skip
"""An ambiguous name is a party's only right after one of these words."""


def pattern(names: Sequence[str], ambiguous: Sequence[str] = ()) -> str:
    """A pattern that finds any of the names as whole words, in any case; an abbreviation in its own case.

    An ambiguous name (*PBB* is also the United Nations) is found only right after a word like *partai* or *caleg*.
    """
    ordered = sorted(set(names), key=lambda n: (-len(n), n))
    doubtful = {name.casefold() for name in ambiguous}
    before = rf"(?i:{'|'.join(OF_A_PARTY)})\s+"
    said = "|".join((before if n.casefold() in doubtful else "") + _in_its_case(n) for n in ordered)
    return rf"(?:^|[^\p{{L}}\p{{N}}_])(?:{said})(?:$|[^\p{{L}}\p{{N}}_])"


def _in_its_case(name: str) -> str:
    return _escaped(name) if name.isupper() and len(name) <= 5 else f"(?i:{_escaped(name)})"


def _escaped(name: str) -> str:
    return "".join(rf"\{c}" if not (c.isalnum() or c == " " or ord(c) > 127) else c for c in name)


def followers_query(zone: str, week_starts: str) -> str:
    """Snapshots; ``current`` marks an account's latest one."""
    day = _local_day("captured_at", zone)
    return f"""
    SELECT actor_id, platform, coalesce(account_id, handle, actor_id) AS account, {day} AS day, {_week(day, week_starts)} AS week,
      followers, following, posts, captured_at, source_file, source_row /* also f */,
      row_number() OVER (PARTITION BY actor_id, platform, coalesce(account_id, handle, actor_id) ORDER BY captured_at DESC, followers) = 1 AS current
    FROM followers AS f WHERE actor_id IS NOT NULL AND followers IS NOT NULL"""


def ads_query(zone: str, week_starts: str) -> str:
    """Ads of known actors; bounds of spend and impressions as whole numbers."""
    day = _local_day("started_at", zone)
    return f"""
    SELECT actor_id, coalesce(platform, 'ads') AS platform, ad_id AS id, {day} AS day, {_week(day, week_starts)} AS week, payer, beneficiary,
      currency, CAST(spend_min AS BIGINT) AS spend_low, CAST(spend_max AS BIGINT) AS spend_high,
      CAST(impressions_min AS BIGINT) AS impressions_low, CAST(impressions_max AS BIGINT) AS impressions_high, source_file, source_row /* also d */
    FROM ads AS d WHERE in_scope AND actor_id IS NOT NULL"""


def results_query(polling_day: date | None = None) -> str:
    """Votes of known actors at the level that has fewest units for them: the whole electorate before its parts.

    An election of which only the year is known stands at the study's polling day where that lies in the year, else at
    the year's last day: what was counted in that year is taken as before it.

    ``tally`` over ``base`` is the share: votes over the valid votes of the unit (else over the sum of what is in for its
    contest), the base once for a candidate on several lists. A share without votes is tallied in thousand-millionths, so
    that totals stay whole numbers. Of several captures of one row the latest counts, else the first file's.
    """
    named = f"WHEN election = '{polling_day.year}' THEN DATE '{polling_day}' " if polling_day else ""
    nobody = "json_extract_string(r.extras, '$.row_type') IS NOT NULL"
    row = "r.election, r.office, r.unit_level, r.unit, r.list, r.name, r.actor_id, json_extract_string(r.extras, '$.mode')"
    return f"""
    WITH latest AS (
      SELECT * FROM results AS r WHERE NOT ({nobody}) QUALIFY row_number() OVER (PARTITION BY {row}
        ORDER BY json_extract_string(r.extras, '$.captured_at') DESC NULLS LAST, r.source_file, length(r.source_row), r.source_row) = 1),
    rows AS (
      SELECT *, CASE {named}WHEN len(election) = 4 THEN try_cast(election || '-12-31' AS DATE) ELSE as_day(election) END AS day,
        sum(votes) OVER (PARTITION BY election, office, unit_level, unit) AS counted FROM latest),
    valued AS (
      SELECT *, coalesce(votes, CAST(round(share * 1e9) AS BIGINT)) AS tally,
        CASE WHEN votes IS NULL AND share IS NULL THEN NULL WHEN votes IS NULL THEN 1000000000 WHEN valid_votes IS NOT NULL THEN valid_votes
          WHEN share > 0 AND votes > 0 THEN CAST(round(votes / share) AS BIGINT) ELSE counted END AS bottom
      FROM rows WHERE actor_id IS NOT NULL AND day IS NOT NULL),
    counts AS (
      SELECT actor_id, election, office, unit_level, count(DISTINCT unit) AS units FROM valued GROUP BY ALL),
    levels AS (
      SELECT *, row_number() OVER (PARTITION BY actor_id, election ORDER BY units, office, unit_level) AS _rank FROM counts)
    SELECT v.actor_id, NULL::VARCHAR AS platform, v.election AS id, v.election, v.office, v.day, v.day AS week, v.unit, v.unit_level,
      v.votes, v.tally, CASE WHEN row_number() OVER (PARTITION BY v.actor_id, v.election, v.unit
        ORDER BY v.tally DESC, v.source_file, v.source_row) = 1 THEN v.bottom END AS base,
      v.seats, v.registered, v.valid_votes, v.elected, v.list, v.source_file, v.source_row /* also v */
    FROM valued AS v JOIN levels AS l ON l.actor_id = v.actor_id AND l.election = v.election
      AND l.unit_level IS NOT DISTINCT FROM v.unit_level AND l.office IS NOT DISTINCT FROM v.office AND l._rank = 1"""


def presences_query(posted: str) -> str:
    """A row for every actor and platform where an account, a post or a follower count is known; ``posted`` is a relation."""
    return f"""
    SELECT actor_id, platform, NULL::DATE AS day, NULL::DATE AS week, bool_or(account) AS account, bool_or(posted) AS posted, bool_or(counted) AS counted
    FROM (SELECT DISTINCT actor_id, platform, true AS account, false AS posted, false AS counted FROM accounts WHERE actor_id IS NOT NULL
      UNION ALL SELECT DISTINCT actor_id, platform, false, true, false FROM {posted}
      UNION ALL SELECT DISTINCT actor_id, platform, false, false, true FROM followers WHERE actor_id IS NOT NULL AND followers > 0
      UNION ALL SELECT DISTINCT actor_id, platform, false, true, false FROM series WHERE actor_id IS NOT NULL AND measure = 'posts' AND value > 0)
    WHERE platform IS NOT NULL AND platform NOT IN ('all', 'any', 'other') GROUP BY actor_id, platform"""


def series_query(week_starts: str) -> str:
    """Ready-made figures of known actors; ``day`` is the day or the period's first day."""
    day = "coalesce(date, period_start)"
    return f"""
    SELECT actor_id, platform, measure, value, {day} AS day, coalesce(date, period_end) AS last_day, {_week(day, week_starts)} AS week, unit AS units,
      source, source_file, source_row FROM series WHERE in_scope AND actor_id IS NOT NULL AND value IS NOT NULL"""


def prepare(
    con: duckdb.DuckDBPyConnection, queries: dict[str, str], folder: Path, asked: Mapping[str, Iterable[str]]
) -> dict[str, Path]:
    """Write each prepared table but posts, with the further columns that measures ask for; where it lies."""
    paths = {}
    for table, given in queries.items():
        query = _with(_further(con, given, asked.get(table, ())), given)
        paths[table] = folder / f"prepared_{table}.parquet"
        write_part(con, f"SELECT * FROM ({query}) ORDER BY ALL", paths[table])
    return paths


def prepare_posts(
    con: duckdb.DuckDBPyConnection, store: Store, given: Given, week_starts: str, asked: Iterable[str]
) -> Pieces:
    """Bring the pieces of prepared posts up to date, with the further columns that measures ask for and with codes."""
    zone, told = given.scope.zone, told_of(tells(con))
    further = _further(con, posts_query(zone, week_starts, told), asked)

    def query(posts: str, coded: str) -> str:
        return with_codes(_with(further, posts_query(zone, week_starts, told, posts)), given.codes, coded)

    return prepare_pieces(con, store, store.tables / "prepared_posts.parquet", given, query)


def _further(con: duckdb.DuckDBPyConnection, query: str, asked: Iterable[str]) -> list[str]:
    """Those of the columns asked for that the query does not have."""
    asked = list(asked)
    have = {row[0] for row in con.execute(f"DESCRIBE {query}").fetchall()} if asked else set()
    return [column for column in asked if column not in have]


def _with(further: Iterable[str], query: str) -> str:
    """The query with further columns, where its mark ``/* also alias */`` stands."""
    return re.sub(r"/\* also (\w+) \*/", lambda mark: "".join(f", {mark[1]}.{name(c)}" for c in further), query)
