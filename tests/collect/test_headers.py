"""The headers that people write."""

from pathlib import Path

import pytest

from suara.collect.headers import recognise_table
from suara.show import table_of
from suara.study import load_study


@pytest.mark.parametrize(
    ("header", "table"),
    [
        ("tanggal,akun,platform,pengikut", "followers"),
        ("date,platform,handle,followers,following,posts", "followers"),
        ("Tahun,Partai,Perolehan Suara,Kursi", "results"),
        ("nama_caleg,dapil,partai,terpilih", "results"),
        ("Headline,Media,Date,url", "articles"),
        ("Date,Actor,Platform,Posts,Likes,Comments", "series"),
        ("tanggal,partai,unggahan,suka,berita", "series"),
        ("tanggal,akun,unggahan,suka,komentar", "posts"),
        ("name,date,kind,place", "events"),
    ],
)
def test_a_header_makes_a_table(header: str, table: str) -> None:
    assert [found.table.name for found in recognise_table(tuple(header.split(",")))] == [table]


def test_figures_side_by_side_are_a_series_each(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "study.toml").write_text('[study]\ntitle = "t"\n')
    rows = ["Tanggal;Partai;Unggahan;Suka;Berita", "05/01/2024;PKB;12;1.234;3", "06/01/2024;PKB;0;;1"]
    (tmp_path / "data" / "harian.csv").write_text("\n".join(rows) + "\n")
    study = load_study(tmp_path)
    (file,) = table_of(study, "files").to_dicts()
    assert (file["format"], file["read"], file["stored"], file["derived"]) == ("series-long", 2, 2, 3)
    series = table_of(study, "series").sort("measure", "date")
    assert series.select("measure", "value").rows() == [
        ("likes", 1234.0), ("posts", 12.0), ("posts", 0.0), ("press_hits", 3.0), ("press_hits", 1.0),
    ]  # fmt: skip
    assert [d.isoformat() for d in series.filter(series["measure"] == "posts")["date"]] == ["2024-01-05", "2024-01-06"]
