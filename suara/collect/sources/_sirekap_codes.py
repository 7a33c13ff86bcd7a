"""What SIREKAP's codes stand for: tickets and parties of 2024, areas, their level and their time zone."""

from __future__ import annotations

_TICKETS = {
    "100025": "H. ANIES RASYID BASWEDAN, Ph.D. - Dr. (H.C.) H. A. MUHAIMIN ISKANDAR",
    "100026": "H. PRABOWO SUBIANTO - GIBRAN RAKABUMING RAKA",
    "100027": "H. GANJAR PRANOWO, S.H., M.I.P. - Prof. Dr. H. M. MAHFUD MD",
}
"""As SIREKAP's own list (``ppwp.json``) has them; the pages of votes give codes only."""

_PARTIES = (
    "Partai Kebangkitan Bangsa",
    "Partai Gerakan Indonesia Raya",
    "Partai Demokrasi Indonesia Perjuangan",
    "Partai Golongan Karya",
    "Partai NasDem",
    "Partai Buruh",
    "Partai Gelombang Rakyat Indonesia",
    "Partai Keadilan Sejahtera",
    "Partai Kebangkitan Nusantara",
    "Partai Hati Nurani Rakyat",
    "Partai Garda Republik Indonesia",
    "Partai Amanat Nasional",
    "Partai Bulan Bintang",
    "Partai Demokrat",
    "Partai Solidaritas Indonesia",
    "Partai Persatuan Indonesia",
    "Partai Persatuan Pembangunan",
    "Partai Nanggroe Aceh",
    "Partai Generasi Atjeh Beusaboh Tha'at dan Taqwa",
    "Partai Darul Aceh",
    "Partai Aceh",
    "Partai Adil Sejahtera Aceh",
    "Partai Soliditas Independen Rakyat Aceh",
    "Partai Ummat",
)
"""By their number on the ballot, from 1, which is their code; 18 to 23 stand in Aceh only."""

LEVELS = {0: "nation", 2: "province", 4: "regency", 6: "subdistrict", 10: "village", 13: "precinct"}
"""Digits of an area's code: provinsi, kabupaten or kota, kecamatan, kelurahan or desa, TPS."""

_CENTRAL = {"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"}
_EASTERN = {"81", "82", "91", "92", "93", "94", "95", "96", "97"}
_ABROAD = "99"


def name_of(code: str, office: str | None) -> str:
    """Whose votes they are; a code that is not known (a senator, a candidate of a region) stays."""
    if office in ("pdpr", "pdprdp", "pdprdk") and 1 <= int(code) <= len(_PARTIES):
        return _PARTIES[int(code) - 1]
    return _TICKETS.get(code, code)


def zone_of(code: str) -> str | None:
    """The area's time zone; null for the whole country and for voters abroad."""
    province = code[:2]
    if not province or province == _ABROAD:
        return None
    return "Asia/Makassar" if province in _CENTRAL else "Asia/Jayapura" if province in _EASTERN else "Asia/Jakarta"


def above(code: str) -> str:
    """The code of the area that an area is a part of; a code of no known length has none."""
    lengths = sorted(LEVELS)
    return code[: lengths[lengths.index(len(code)) - 1]] if len(code) in lengths[1:] else ""
