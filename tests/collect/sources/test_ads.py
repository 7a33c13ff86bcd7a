"""Archives of advertisements: what the real files hold must come out, to the last figure."""

from __future__ import annotations

import csv
import json
import os
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pytest

from suara.collect.collecting import Collected, collect
from suara.collect.source import SOURCES
from suara.collect.sources._google_ads import CURRENCIES
from suara.engine.duck import connect
from suara.study import load_study

REAL = Path(os.environ.get("SUARA_FIXTURES", Path(__file__).resolve().parents[4] / "shared/fixtures")) / "ads"
PAIRS = Path(__file__).resolve().parents[2] / "pairs"
real = pytest.mark.skipif(not REAL.is_dir(), reason="the real files lie outside the repository ($SUARA_FIXTURES)")


def collected(tmp_path: Path, *files: Path) -> Collected:
    (tmp_path / "data").mkdir()
    for file in files:
        (tmp_path / "data" / file.name).write_bytes(file.read_bytes())
    (tmp_path / "study.toml").write_text('[study]\ntitle = "Ads"\n[privacy]\nnames = "all"\n')
    return collect(load_study(tmp_path), connect(), lambda *_: None)


def rows(con: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return con.execute(query).fetchall()


def cells(name: str) -> list[dict[str, str]]:
    with (REAL / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@real
@pytest.mark.parametrize(
    ("name", "format", "read", "quarantined", "derived"),
    [
        ("FacebookAdLibraryReport_2023-07-15_NL_last_90_days_advertisers.csv", "meta-ad-report", 120, 0, 240),
        ("FacebookAdLibraryReport_2023-09-10_DE_last_30_days_Bayern.csv", "meta-ad-report", 80, 0, 80),
        ("meta-adlib-report-locations.csv", "meta-ad-report-locations", 57, 0, 57),
        ("meta-ad-library-v5-2019-uk.json", "meta-ad-library-api", 3, 1, 0),
        ("meta-adlib-flattened-fb_ads.csv", "meta-ad-flat", 40, 0, 0),
        ("meta-adlib-flattened-demos.csv", "meta-ad-flat", 200, 0, 0),
        ("meta-adlib-flattened-regions.csv", "meta-ad-flat", 200, 0, 0),
        ("google-2019-google-political-ads-advertiser-stats.csv", "google-political-ads", 40, 0, 40),
        ("google-2019-google-political-ads-advertiser-weekly-spend.csv", "google-political-ads", 40, 0, 0),
        ("google-2019-google-political-ads-geo-spend.csv", "google-political-ads", 40, 0, 0),
        ("google-2019-google-political-ads-top-keywords-history.csv", "google-political-ads", 40, 0, 200),
        ("google-2025-google-political-ads-advertiser-stats.csv", "google-political-ads", 40, 0, 40),
        ("google-2019-README.txt", None, 0, 0, 0),
    ],
)
def test_books_of_a_real_file(
    tmp_path: Path, name: str, format: str | None, read: int, quarantined: int, derived: int
) -> None:
    (file,) = collected(tmp_path, REAL / name).files
    found = (file["format"], file["read"], file["stored"], file["quarantined"], file["derived"])
    assert found == (format, read, read - quarantined, quarantined, derived), file["why"]


@real
def test_spending_of_a_page_is_the_sum_over_its_disclaimers(tmp_path: Path) -> None:
    name = "FacebookAdLibraryReport_2023-07-15_NL_last_90_days_advertisers.csv"
    con = collected(tmp_path, REAL / name).con
    least: Counter[str] = Counter()
    for row in cells(name):
        least[row["Page ID"]] += 0 if "≤" in row["Amount spent (EUR)"] else int(row["Amount spent (EUR)"])
    found = rows(con, "SELECT account_id, sum(value) FROM series WHERE measure = 'spending' GROUP BY 1")
    assert dict(found) == least
    assert rows(con, "SELECT DISTINCT period_end - period_start, json_extract_string(extras, '$.currency') FROM series "
                     "WHERE measure = 'spending'") == [(89, "EUR")]  # fmt: skip
    assert rows(con, "SELECT count(*) FROM series WHERE source LIKE '%without a disclaimer%'") == [(0,)]


@real
def test_an_open_upper_bound_stays_open(tmp_path: Path) -> None:
    con = collected(tmp_path, REAL / "meta-ad-library-v5-2019-uk.json").con
    found = rows(con, "SELECT impressions_min, impressions_max, spend_min, spend_max FROM ads ORDER BY started_at")
    assert found == [(8000, 8999, 0, 99), (1_000_000, None, None, None)]
    shares = json.loads(rows(con, "SELECT demographics FROM ads ORDER BY started_at")[0][0])
    assert sum(group["share"] for group in shares) == pytest.approx(1, abs=0.001)


@real
def test_dollars_of_a_converted_row_stand_alone(tmp_path: Path) -> None:
    name = "google-2019-google-political-ads-advertiser-weekly-spend.csv"
    con = collected(tmp_path, REAL / name).con
    wanted = sorted((r["Advertiser_ID"], r["Week_Start_Date"], float(r["Spend_USD"])) for r in cells(name))
    found = rows(con, "SELECT account_id, CAST(period_start AS VARCHAR), value FROM series ORDER BY ALL")
    assert found == wanted
    assert rows(con, "SELECT DISTINCT json_extract_string(extras, '$.currency') FROM series") == [("USD",)]


@real
def test_an_advertiser_outside_america_keeps_its_currency(tmp_path: Path) -> None:
    name = "google-2025-google-political-ads-advertiser-stats.csv"
    con = collected(tmp_path, REAL / name).con
    wanted = {}
    for row in cells(name):
        told = {k: float(v) for k, v in row.items() if k.startswith("Spend_") and float(v) > 0}
        assert len(told) == 1
        wanted[row["Advertiser_ID"]] = next((k[6:], v) for k, v in told.items())
    found = rows(con, "SELECT account_id, json_extract_string(extras, '$.currency'), value FROM series "
                      "WHERE measure = 'spending_to_date'")  # fmt: skip
    assert {account: (currency, value) for account, currency, value in found} == wanted


@real
def test_every_currency_of_the_bundles_is_known() -> None:
    for name in REAL.glob("google-*-stats.csv"):
        spends = [k for k in cells(name.name)[0] if k.startswith("Spend_")]
        assert spends and not [k for k in spends if k[6:] not in CURRENCIES]


def test_a_bundle_is_read_member_by_member(tmp_path: Path) -> None:
    bundle = tmp_path / "google-political-ads-transparency-bundle.zip"
    with zipfile.ZipFile(bundle, "w") as archive:
        for path in sorted(PAIRS.glob("google-political-ads*/*.in.csv")):
            archive.write(path, f"bundle/{path.name}")
        archive.writestr("bundle/README.txt", "google-political-ads-creative-stats.csv\n\nThis file tells of ads.\n")
    files = collected(tmp_path, bundle).files
    assert {f["format"] for f in files if not f["file"].endswith("README.txt")} == {"google-political-ads"}
    assert [f["format"] for f in files if f["file"].endswith("README.txt")] == [None]


def test_no_token_is_kept(tmp_path: Path) -> None:
    found = collected(tmp_path, PAIRS / "meta-ad-library-api/page.in.json")
    kept = rows(found.con, "SELECT CAST(to_json(a) AS VARCHAR) FROM ads AS a")
    assert len(kept) == 2
    assert not [row for (row,) in kept if "EAAsecret" in row or "access_token" in row]


def test_a_header_with_another_word_for_the_amount_is_not_a_report() -> None:
    from suara.collect.probing import Probe

    report = SOURCES.get("meta-ad-report")
    assert report.looks_like(Probe("delimited", header=("Page ID", "Page name", "Amount Spent (USD)")))
    assert report.looks_like(Probe("delimited", header=("Page ID", "Page Name", "Disclaimer", "Amount Spent")))
    assert not report.looks_like(Probe("delimited", header=("Page ID", "Page name", "Post Message")))
    assert not report.looks_like(Probe("delimited", header=("Page ID", "Page name", "Amount spent per voter")))


def test_a_day_of_googles_is_the_studys_day(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    header = "Ad_ID,Ad_URL,Advertiser_ID,Advertiser_Name,Date_Range_Start,Date_Range_End,Impressions"
    (tmp_path / "data" / "c.csv").write_text(
        f"{header}\nCR1,u,AR1,A,2024-01-05,2024-01-09,10k-100k\n", encoding="utf-8"
    )
    (tmp_path / "study.toml").write_text(
        '[study]\ntitle = "A"\ntimezone = "America/New_York"\n[privacy]\nnames = "all"\n'
    )
    found = collect(load_study(tmp_path), connect(), lambda *_: None)
    (begins,) = found.con.execute("SELECT strftime(started_at, '%Y-%m-%d %H') FROM ads").fetchone() or ("",)
    assert begins == "2024-01-05 05"
