"""The words that a source's expressions may use, as DuckDB macros.

Numbers as people write them, moments as exports write them, handles, addresses and markup. A macro that does
not understand a value returns null; whether that null is a fault is decided where the column is made.
"""

from __future__ import annotations

_ABBREVIATIONS = {
    "EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
    "GMT": 0, "UTC": 0, "Z": 0, "BST": 60, "CET": 60, "CEST": 120, "EET": 120, "EEST": 180, "MSK": 180, "IST": 330,
    "WIB": 420, "WITA": 480, "WIT": 540, "AEST": 600, "AEDT": 660, "AWST": 480, "NZST": 720, "NZDT": 780,
    "SGT": 480, "MYT": 480, "PHT": 480, "HKT": 480, "ICT": 420, "JST": 540, "KST": 540, "PKT": 300, "SAST": 120,
    "WET": 0, "WEST": 60, "AKST": -540, "AKDT": -480, "HST": -600, "BRT": -180,
}  # fmt: skip

_MONTHS = {
    "januari": "January", "februari": "February", "pebruari": "February", "maret": "March", "mei": "May",
    "juni": "June", "juli": "July", "agustus": "August", "agt": "August", "agu": "August", "oktober": "October", "okt": "October",
    "nopember": "November", "desember": "December", "des": "December",
}  # fmt: skip

_DAYS_FIRST = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%Y/%m/%d")
_CLOCKS = ("", " %H:%M:%S", " %H:%M", " %H.%M", ", %H:%M", " %I:%M %p", " %I:%M:%S %p")

MISSING_WORDS = ("", "na", "n/a", "nan", "null", "none", "-", "–")


def _case(mapping: dict[str, int]) -> str:
    return " ".join(f"WHEN '{word}' THEN {value}" for word, value in mapping.items())


def _months(text: str) -> str:
    for indonesian, english in _MONTHS.items():
        text = f"regexp_replace({text}, '(?i)\\b{indonesian}\\b', '{english}')"
    return text


def _hand_made_formats() -> str:
    return "[" + ", ".join(f"'{day}{clock}'" for day in _DAYS_FIRST for clock in _CLOCKS) + "]"


_missing = "(" + ", ".join(f"'{word}'" for word in MISSING_WORDS) + ")"

MACROS: tuple[str, ...] = (
    # A cell that says nothing is null; the words are those that spreadsheets and R write.
    f"CREATE MACRO said(t) AS CASE WHEN lower(trim(t)) IN {_missing} THEN NULL ELSE trim(t) END",
    # A macro repeats its argument: what is used often is bound first, by a lambda over a list of one.
    # 1.234.567 and 1,234,567 are thousands where every group has three digits and the first no zero (0,237 is less than one); 3.4K, 1,2 rb, 1,5 jt, 5 M are words.
    "CREATE MACRO grouped(t) AS CASE WHEN regexp_full_match(t, '-?[1-9]\\d{0,2}([.,]\\d{3})+') AND "
    "NOT (contains(t, '.') AND contains(t, ',')) THEN regexp_replace(t, '[.,]', '', 'g') "
    "WHEN regexp_full_match(t, '-?[1-9]\\d{0,2}(,\\d{3})+(\\.\\d+)?') THEN replace(t, ',', '') "
    "WHEN regexp_full_match(t, '-?[1-9]\\d{0,2}(\\.\\d{3})+(,\\d+)?') THEN replace(replace(t, '.', ''), ',', '.') "
    "WHEN regexp_full_match(t, '-?\\d+,\\d+') THEN replace(t, ',', '.') ELSE t END",
    "CREATE MACRO number_word(t) AS CASE lower(regexp_extract(t, '[A-Za-z]+$')) "
    "WHEN 'k' THEN 1e3 WHEN 'rb' THEN 1e3 WHEN 'ribu' THEN 1e3 WHEN 'm' THEN 1e6 WHEN 'jt' THEN 1e6 "
    "WHEN 'juta' THEN 1e6 WHEN 'b' THEN 1e9 WHEN 'miliar' THEN 1e9 WHEN 'milyar' THEN 1e9 END",
    "CREATE MACRO abbreviated(t) AS number_word(t) * "
    "try_cast(replace(regexp_extract(t, '^(-?\\d+(?:[.,]\\d+)?)\\s*[A-Za-z]+$', 1), ',', '.') AS DOUBLE)",
    "CREATE MACRO number_of(t) AS list_transform([trim(replace(t, '%', ''))], "
    "lambda x: coalesce(try_cast(grouped(x) AS DOUBLE), abbreviated(x)))[1]",
    "CREATE MACRO finite(n) AS CASE WHEN isfinite(n) THEN n END",
    "CREATE MACRO as_real(t) AS finite(coalesce(try_cast(t AS DOUBLE), number_of(t)))",
    # A share has no thousands: 12,345 is a little more than twelve.
    "CREATE MACRO as_share(t) AS finite(try_cast(replace(trim(replace(t, '%', '')), ',', '.') AS DOUBLE))",
    "CREATE MACRO hand_made_count(t) AS list_transform([number_of(t)], "
    "lambda n: CASE WHEN n = round(n) AND abs(n) < 9e18 THEN CAST(n AS BIGINT) END)[1]",
    # A cast rounds 2.500 to 3, where 2.500 in a column of counts is two thousand five hundred.
    "CREATE MACRO as_count(t) AS CASE WHEN contains(t, '.') THEN hand_made_count(t) "
    "ELSE coalesce(try_cast(t AS BIGINT), hand_made_count(t)) END",
    # -1 is how several tools write "not there".
    "CREATE MACRO not_negative(n) AS CASE WHEN n >= 0 THEN n END",
    # Nearly every count is a plain number below 2^32, which one cast reads; whatever else there is goes the long way.
    "CREATE MACRO counted(t) AS CASE WHEN contains(t, '.') THEN not_negative(hand_made_count(t)) "
    "ELSE coalesce(CAST(try_cast(t AS UINTEGER) AS BIGINT), CASE WHEN t IS NOT NULL THEN not_negative(as_count(t)) END) END",
    "CREATE MACRO as_flag(t) AS CASE WHEN t = 'false' THEN false WHEN t = 'true' THEN true "
    "WHEN lower(said(t)) IN ('true', 't', '1', 'yes', 'y', 'ya', 'benar', "
    "'terpilih', 'elected', 'menang', 'won', 'winner', 'si', 'sí', 'ja', 'electo', 'electa', 'gewählt') THEN true "
    "WHEN lower(said(t)) IN ('false', 'f', '0', 'no', 'n', 'tidak', 'bukan', "
    "'tidak terpilih', 'not elected', 'kalah', 'lost', 'loser', 'nein', 'no electo', 'no electa', 'nicht gewählt') THEN false END",
    "CREATE MACRO corrupt_id(t) AS t < ':' AND (contains(t, 'E') OR contains(t, 'e')) AND regexp_full_match(t, '\\d+([.,]\\d+)?[eE](\\+\\d{1,3}|\\d{1,4})')",
    # Moments.
    "CREATE MACRO in_zone(ts, zone) AS timezone('UTC', timezone(zone, ts))",
    "CREATE MACRO names_zone(t) AS regexp_matches(t, '(?i)\\d(Z|\\s?UTC|\\s?[+-]\\d{2}:?\\d{2}|[+-]\\d{2})$') AND contains(t, ':')",
    # A cast to TIMESTAMP forgets the offset; the session's zone is UTC.
    "CREATE MACRO utc_instant(t) AS CASE WHEN ends_with(t, 'Z') OR ends_with(t, '+00:00') THEN try_cast(t AS TIMESTAMP) "
    "ELSE timezone('UTC', try_cast(t AS TIMESTAMPTZ)) END",
    "CREATE MACRO iso_instant(t, zone) AS CASE WHEN names_zone(t) THEN utc_instant(t) "
    "ELSE in_zone(try_cast(t AS TIMESTAMP), zone) END",
    f"CREATE MACRO zone_minutes(t) AS CASE upper(regexp_extract(t, '(?i)[\\d\\s]([A-Z]{{1,4}})$', 1)) {_case(_ABBREVIATIONS)} END",
    "CREATE MACRO without_zone(t) AS trim(regexp_replace(t, '(?i)\\s+[A-Z]{2,4}$', ''))",
    f"CREATE MACRO english_months(t) AS {_months('t')}",
    f"CREATE MACRO hand_made(t) AS try_strptime(english_months(regexp_replace(t, '^[A-Za-z'']+,\\s*', '')), {_hand_made_formats()})",
    "CREATE MACRO abbreviated_instant(t) AS coalesce(try_cast(without_zone(t) AS TIMESTAMP), hand_made(without_zone(t))) "
    "- to_minutes(zone_minutes(t))",
    # "GMT+7", "UTC+08:00", " +0700" behind a clock, also one that people wrote.
    "CREATE MACRO offset_of(t) AS regexp_extract(t, '(?i)\\d\\s*(?:GMT|UTC)?\\s*([+-]\\d{1,2}(?::?\\d{2})?)$', 1)",
    "CREATE MACRO offset_minutes(o) AS list_transform([replace(o[2:], ':', '')], lambda d: CASE WHEN length(d) > 2 "
    "THEN 60 * try_cast(d[:-3] AS INTEGER) + try_cast(d[-2:] AS INTEGER) ELSE 60 * try_cast(d AS INTEGER) END)[1] "
    "* CASE WHEN starts_with(o, '-') THEN -1 ELSE 1 END",
    "CREATE MACRO without_offset(t) AS regexp_replace(t, '(?i)\\s*(?:GMT|UTC)?\\s*[+-]\\d{1,2}(?::?\\d{2})?$', '')",
    "CREATE MACRO offset_instant(t) AS CASE WHEN contains(t, ':') AND offset_of(t) <> '' THEN "
    "coalesce(try_cast(without_offset(t) AS TIMESTAMP), hand_made(without_offset(t))) - to_minutes(offset_minutes(offset_of(t))) END",
    "CREATE MACRO only_a_day(t) AS NOT contains(t, ':') AND NOT regexp_matches(t, '\\d\\.\\d{2}$')",
    "CREATE MACRO mail_instant(x) AS timezone('UTC', try_strptime(regexp_replace(x, '^[A-Za-z]+,\\s*', ''), '%d %b %Y %H:%M:%S %z'))",
    "CREATE MACRO written_instant(x, zone) AS coalesce(mail_instant(x), CASE WHEN ends_with(x, 'Z') THEN try_cast(replace(x, 'Z', ':00Z') AS TIMESTAMP) END, CASE WHEN zone_minutes(x) IS NOT NULL THEN abbreviated_instant(x) END, offset_instant(x), "
    "in_zone(hand_made(x), zone), CASE WHEN regexp_full_match(x, '\\d{9,11}(\\.\\d+)?') THEN unix_instant(x) END)",
    "CREATE MACRO any_instant(t, zone) AS coalesce(iso_instant(t, zone), "
    "list_transform([said(t)], lambda x: written_instant(x, zone))[1])",
    "CREATE MACRO explicit_instant(t) AS CASE WHEN names_zone(t) THEN utc_instant(t) "
    "WHEN zone_minutes(t) IS NOT NULL THEN abbreviated_instant(t) ELSE offset_instant(t) END",
    "CREATE MACRO unix_instant(t) AS make_timestamp(CAST(try_cast(t AS DOUBLE) * 1e6 AS BIGINT))",
    "CREATE MACRO unix_ms_instant(t) AS make_timestamp(try_cast(t AS BIGINT) * 1000)",
    "CREATE MACRO unix_us_instant(t) AS make_timestamp(try_cast(t AS BIGINT))",
    "CREATE MACRO as_day(t) AS coalesce(try_cast(t AS DATE), list_transform([said(t)], lambda x: coalesce("
    "CAST(try_cast(x AS TIMESTAMP) AS DATE), CAST(hand_made(without_zone(x)) AS DATE), "
    "try_cast(regexp_extract(x, '^\\d{4}-\\d{2}$') || '-01' AS DATE)))[1])",
    # Handles and addresses.
    "CREATE MACRO as_platform(t) AS CASE lower(trim(t)) WHEN 'twitter' THEN 'x' WHEN 'x.com' THEN 'x' WHEN 'x (twitter)' THEN 'x' "
    "WHEN 'twitter/x' THEN 'x' WHEN 'tw' THEN 'x' WHEN 'fb' THEN 'facebook' WHEN 'ig' THEN 'instagram' WHEN 'yt' THEN 'youtube' "
    "ELSE nullif(lower(trim(t)), '') END",
    "CREATE MACRO platform_of(url) AS CASE WHEN regexp_matches(url, '(twitter|//x|//www\\.x|mobile\\.x)\\.com/') THEN 'x' "
    "WHEN regexp_matches(url, '(facebook\\.com|fb\\.watch|fb\\.com)/') THEN 'facebook' WHEN contains(url, 'instagram.com/') THEN 'instagram' "
    "WHEN regexp_matches(url, '(youtube\\.com|youtu\\.be)/') THEN 'youtube' WHEN contains(url, 'tiktok.com/') THEN 'tiktok' "
    "WHEN regexp_matches(url, 'threads\\.(net|com)/') THEN 'threads' WHEN contains(url, 'bsky.app/') THEN 'bluesky' "
    "WHEN contains(url, '//t.me/') THEN 'telegram' END",
    "CREATE MACRO id_in(url) AS CASE WHEN regexp_matches(url, 'instagram\\.com/(?:[^/]+/)?(?:p|reel|tv)/') "
    "THEN left(regexp_extract(url, '/(?:p|reel|tv)/([A-Za-z0-9_-]+)', 1), 11) "
    "WHEN regexp_matches(url, '/status/\\d+') THEN regexp_extract(url, '/status/(\\d+)', 1) "
    "WHEN regexp_matches(url, 'tiktok\\.com/.*/(video|photo)/\\d+') THEN regexp_extract(url, '/(?:video|photo)/(\\d+)', 1) "
    "WHEN regexp_matches(url, '(youtu\\.be/|youtube\\.com/(shorts|live)/)[A-Za-z0-9_-]{11}') "
    "THEN regexp_extract(url, '(?:youtu\\.be|shorts|live)/([A-Za-z0-9_-]{11})', 1) "
    "WHEN regexp_matches(url, '[?&]v=[A-Za-z0-9_-]{11}') THEN regexp_extract(url, '[?&]v=([A-Za-z0-9_-]{11})', 1) ELSE url END",
    "CREATE MACRO handle_in(url) AS nullif(regexp_extract(url, "
    "'(?:twitter|x|tiktok|threads)\\.(?:com|net)/@?([A-Za-z0-9_.]+)/(?:status|video|post)/', 1), '')",
    "CREATE MACRO as_handle(t) AS CASE WHEN t < 'A' OR ends_with(t, ' ') OR ends_with(t, '@') "
    "THEN nullif(lower(trim(t, ' @')), '') ELSE lower(t) END",
    "CREATE MACRO last_segment(t) AS regexp_extract(t, '([^/?#]+)/?(?:[?#].*)?$', 1)",
    "CREATE MACRO without_secrets(t) AS regexp_replace(t, "
    "'([?&])(access_token|apiKey|key|oe|oh|x-expires|_nc_[a-z]+)=[^&#\"\\s]*', '\\1', 'g')",
    # A key to somebody's account, in an address or in JSON.
    "CREATE MACRO without_keys(t) AS CASE WHEN contains(t, 'access_token') OR contains(t, 'secret') OR contains(t, 'pi_key') "
    "OR contains(t, 'piKey') THEN regexp_replace(t, "
    "'(?i)((?:access_token|client_secret|appsecret_proof|api_?key)(?:=|\\\\?\"\\s*:\\s*\\\\?\"))[^&#\"\\s\\\\]+', '\\1…', 'g') "
    "ELSE t END",
    "CREATE MACRO hashtags_in(t) AS regexp_extract_all(t, '(?:^|[^\\p{L}\\p{N}_&])#([\\p{L}\\p{N}_]+)', 1)",
    "CREATE MACRO mentions_in(t) AS list_transform(regexp_extract_all(t, '(?:^|[^\\p{L}\\p{N}_@.])@([A-Za-z0-9_.]*[A-Za-z0-9_])', 1), "
    "lambda m: lower(m))",
    "CREATE MACRO links_in(t) AS regexp_extract_all(t, 'https?://[^\\s\"<>]+')",
    "CREATE MACRO lower_all(l) AS list_transform(l, lambda m: lower(m))",
    # Markup: &amp; last, so that &amp;lt; becomes &lt; and stays so.
    "CREATE MACRO unescaped(t) AS CASE WHEN contains(t, '&') THEN "
    "replace(replace(replace(replace(replace(replace(t, '&lt;', '<'), '&gt;', '>'), '&quot;', '\"'), '&#39;', ''''), "
    "'&nbsp;', ' '), '&amp;', '&') ELSE t END",
    # X escapes these three and nothing else.
    "CREATE MACRO x_unescaped(t) AS CASE WHEN contains(t, '&') THEN "
    "replace(replace(replace(t, '&lt;', '<'), '&gt;', '>'), '&amp;', '&') ELSE t END",
    "CREATE MACRO plain_text(t) AS trim(unescaped(regexp_replace(regexp_replace(t, "
    "'(?i)<br\\s*/?>|</p>\\s*(<p[^>]*>)?', chr(10), 'g'), '<[^>]*>', '', 'g')), ' ' || chr(9) || chr(10) || chr(13))",
    # A list cell, written by commas, semicolons or as JSON.
    "CREATE MACRO listed(t) AS CASE WHEN said(t) IS NULL THEN NULL WHEN t LIKE '[%' THEN coalesce("
    "try_cast(t AS VARCHAR[]), list_transform(string_split(trim(t, '[]'), ','), lambda m: trim(m, ' \"'''))) "
    "ELSE list_filter(list_transform(string_split(replace(t, ';', ','), ','), lambda m: trim(m)), lambda m: m <> '') END",
    "CREATE MACRO pseudonym(key, id) AS sha256(key || chr(0) || id)",
)
