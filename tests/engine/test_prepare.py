"""The names of actors in headlines."""

import duckdb
import pytest

from suara.engine.prepare import pattern


@pytest.mark.parametrize(
    ("headline", "names", "ambiguous", "found"),
    [
        ("Ketum PAN turun gunung", ["PAN"], [], True),
        ("Peter Pan di panggung", ["PAN"], [], False),
        ("Kader Nasdem belot", ["NasDem"], [], True),
        ("PANitia pemilu", ["PAN"], [], False),
        ("Rekomendasi PBB, makan siang gratis", ["Partai Bulan Bintang", "PBB"], ["PBB"], False),
        ("Caleg PBB menyapa warga", ["Partai Bulan Bintang", "PBB"], ["PBB"], True),
        ("PBB, partai bulan bintang, mendaftar", ["Partai Bulan Bintang", "PBB"], ["PBB"], True),
        ("Pilot Garuda berpose", ["Garuda"], ["garuda"], False),
        ("Partai  Garuda berkampanye", ["Garuda"], ["garuda"], True),
        ("Dorong anak muda berkarya", ["Berkarya"], ["Berkarya"], False),
    ],
)
def test_names_in_headlines(headline: str, names: list[str], ambiguous: list[str], found: bool) -> None:
    answer = duckdb.execute("SELECT regexp_matches(?, ?)", [headline, pattern(names, ambiguous)]).fetchone()
    assert answer == (found,)
