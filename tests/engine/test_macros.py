"""The quick ways of reading a value give what the long ways give."""

from __future__ import annotations

import pytest

from suara.engine.duck import connect

COUNTS = [
    "", "0", "12", " 12 ", "+5", "-1", "-0", "1e3", "4294967295", "4294967296", "9999999999999999999", "3.0", "2.500", "1,2 rb",
    "12%", "null", None, "00012", "1.5K", "12abc",
]  # fmt: skip
HANDLES = ["@Ab", "Ab", "ab ", " ab", "@", "", " ", None, "A@", "1Ab@", "Émile", "@@x", "É ", "_x", "ab\t"]
MOMENTS = [
    "2024-02-20T00:00:00+00:00", "2024-02-20 10:00+00:00", "2024-02-20+00:00", "2024-02-20T10:00:00.123456+00:00", "x+00:00",
    "2024-2-2 1:2:3+00:00", "2024-02-20T24:00:00+00:00", "2024-02-20T10:00:00Z", "2024-02-20T10:00:00.5Z", "Z", None,
]  # fmt: skip
IDS = [
    "1700000000000000123", "1.70E+18", "1,7e18", "17e18", "609e12345678", "12E+1234", "abcE+18", "1.7E+18 ", "e18", "", None,
    "at://did:plc:ae/e1", "-1.7E+18", "5E12",
]  # fmt: skip


@pytest.mark.parametrize(
    ("quick", "long", "values"),
    [
        ("counted(t)", "not_negative(as_count(t))", COUNTS),
        (
            "corrupt_id(t)",
            "contains(upper(right(t, 5)), 'E') AND regexp_full_match(t, '\\d+([.,]\\d+)?[eE]\\+?\\d+')",
            IDS,
        ),
        ("as_handle(t)", "nullif(lower(trim(t, ' @')), '')", HANDLES),
        ("utc_instant(t)", "timezone('UTC', try_cast(t AS TIMESTAMPTZ))", MOMENTS),
    ],
)
def test_the_quick_way_is_the_long_way(quick: str, long: str, values: list[str | None]) -> None:
    con = connect(threads=1)
    rows = con.execute(f"SELECT {quick}, {long} FROM (SELECT unnest($1::VARCHAR[]) AS t)", [values]).fetchall()
    assert [row[0] for row in rows] == [row[1] for row in rows]
    assert any(row[0] is not None for row in rows) and any(row[0] is None for row in rows)


def test_keys_to_accounts_are_taken_out() -> None:
    con = connect(threads=1)
    said = {
        "https://g.example/?a=1&access_token=EAAB&c=2#d": "https://g.example/?a=1&access_token=…&c=2#d",
        '{"api_key":"s3","likes":"4"}': '{"api_key":"…","likes":"4"}',
        "kata kunci: rahasia": "kata kunci: rahasia",
    }
    assert {t: con.execute("SELECT without_keys($1)", [t]).fetchone()[0] for t in said} == said


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2023-11-13 04:30:36 PST", "2023-11-13 12:30:36"),
        ("2023-11-13 04:30:36 WITA", "2023-11-12 20:30:36"),
        ("13/11/2023 04:30 WIT", "2023-11-12 19:30:00"),
        ("13 November 2023 04.30 WIB", "2023-11-12 21:30:00"),
        ("2023-11-13 04:30:36 NZDT", "2023-11-12 15:30:36"),
        ("2023-11-13 04:30:36 GMT+7", "2023-11-12 21:30:36"),
        ("2023-11-13 04:30:36 +07", "2023-11-12 21:30:36"),
        ("13/11/2023 04:30:36 +0700", "2023-11-12 21:30:36"),
        ("13/11/2023 04:30 UTC-03:30", "2023-11-13 08:00:00"),
        ("2023-11-13 04:30:36 XYZ", None),
        ("04:30 13-11-2023", None),
    ],
)
def test_a_zone_behind_a_clock(written: str, moment: str | None) -> None:
    con = connect(threads=1)
    row = con.execute("SELECT CAST(any_instant($1, 'Asia/Tokyo') AS VARCHAR)", [written]).fetchone()
    assert row == (moment,)
