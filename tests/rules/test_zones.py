"""Zones of units: by name or code, never guessed."""

from __future__ import annotations

import pytest

from suara.rules.zones import zones_of

WIB, WITA, WIT = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"


@pytest.mark.parametrize(
    ("unit", "zone"),
    [
        ("DKI Jakarta", WIB), ("Jawa Barat VI", WIB), ("kalimantan tengah", WIB), ("Kalimantan Timur", WITA), ("Bali", WITA),
        ("Kota Balikpapan", WITA), ("Nusa Tenggara Timur II", WITA), ("Papua Barat Daya", WIT), ("Kota Jayapura", WIT), ("MALUKU UTARA", WIT),
        ("3273", WIB), ("64", WITA), ("91.71", WIT), ("94", WIT), ("99", None), ("Kabupaten Entah", None), ("", None), (None, None),
    ],
)  # fmt: skip
def test_zone_of_a_unit(unit, zone):
    assert zones_of("indonesia").of(unit) == zone


def test_three_zones_and_38_provinces():
    zones = zones_of("indonesia")
    assert zones.all == [WIB, WITA, WIT]
    assert len(zones.codes) >= 38


def test_a_country_without_a_list_has_none():
    assert zones_of("atlantis").of("DKI Jakarta") is None
    assert zones_of(None).all == []
