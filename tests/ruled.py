"""A study of Pemilu 2024 with planted places to look, each with its truth: posts, accounts, advertisements, links."""

from __future__ import annotations

from tests.campaign import as_csv

TOML = """[study]
title = "Pengawasan"
timezone = "Asia/Jakarta"
language = "en"
[campaign]
start = 2023-11-28
end = 2024-02-10
election = 2024-02-14
[rules]
file = "indonesia-2024"
"""

ACTORS = [
    {"actor_id": "jkt", "name": "Calon Jakarta", "kind": "candidate", "unit": "DKI Jakarta"},
    {"actor_id": "pap", "name": "Calon Papua", "kind": "candidate", "unit": "Kota Jayapura"},
    {"actor_id": "mks", "name": "Calon Sulawesi", "kind": "candidate", "unit": "Sulawesi Selatan"},
    {"actor_id": "par", "name": "Partai Contoh", "kind": "party", "unit": ""},
    {"actor_id": "kor", "name": "Koran Contoh", "kind": "media", "unit": ""},
]


def _account(
    actor: str, handle: str, official: str = "yes", level: str = "national", platform: str = "x"
) -> dict[str, str]:
    return {"actor_id": actor, "platform": platform, "handle": handle, "official": official, "registered_level": level}


ACCOUNTS = [
    _account("jkt", "calon_jkt"), _account("pap", "calon_pap"), _account("mks", "calon_mks"), _account("kor", "koran"),
    _account("par", "partai"), _account("par", "relawan_partai", "no", ""),
    *[_account("par", f"partai_ig_{i}", platform="instagram") for i in range(23)],
    *[_account("par", f"partai_prov_{i}", level="province", platform="instagram") for i in range(5)],
]  # fmt: skip

MIDNIGHT_WIT, MIDNIGHT_WITA, MIDNIGHT_WIB = "2024-02-10T15:00:00Z", "2024-02-10T16:00:00Z", "2024-02-10T17:00:00Z"
POLLING_WIT, POLLING_WIB = "2024-02-13T15:00:00Z", "2024-02-13T17:00:00Z"


def _post(id: str, handle: str, at: str, text: str = "Selamat pagi.", **more: str) -> dict[str, str]:
    return {
        "platform": "x",
        "id": id,
        "handle": handle,
        "created_at": at,
        "text": text,
        "kind": "post",
        "url": f"https://x.com/{handle}/status/{id}",
    } | more


POSTS = [
    _post("early", "calon_jkt", "2023-10-01T03:00:00Z", "Visi misi kami: sekolah gratis. Pilih nomor 2!"),
    _post("early_plain", "calon_jkt", "2023-10-02T03:00:00Z", "Selamat pagi, Jakarta."),
    _post("ancient", "calon_jkt", "2021-10-01T03:00:00Z", "Visi misi kami: pilih nomor 2!"),
    _post("campaign", "calon_jkt", "2024-01-15T03:00:00Z", "Visi misi kami: pilih nomor 2!"),
    # the hours in which the country's zones disagree about the first and the last moment of silence
    _post("pap_before", "calon_pap", "2024-02-10T14:59:59Z"), _post("pap_first", "calon_pap", MIDNIGHT_WIT),
    _post("mks_before", "calon_mks", "2024-02-10T15:59:59Z"), _post("mks_first", "calon_mks", MIDNIGHT_WITA),
    _post("jkt_before", "calon_jkt", "2024-02-10T16:59:59Z"), _post("jkt_first", "calon_jkt", MIDNIGHT_WIB),
    _post("pap_last", "calon_pap", "2024-02-13T14:59:59Z"), _post("pap_after", "calon_pap", POLLING_WIT),
    _post("jkt_last", "calon_jkt", "2024-02-13T16:59:59Z"), _post("jkt_after", "calon_jkt", POLLING_WIB),
    _post("silent_comment", "calon_jkt", "2024-02-12T03:00:00Z", kind="comment"),
    _post("news", "koran", "2024-02-12T03:00:00Z", "Visi misi para calon: pilih nomor berapa?"),
    _post("volunteer", "relawan_partai", "2024-01-20T03:00:00Z", "Ayo pilih nomor 2, visi misi jelas!"),
    _post("hate", "warga_biasa", "2024-01-21T03:00:00Z", "Usir semua orang dari suku itu."),
    _post("not_hate", "warga_lain", "2024-01-21T04:00:00Z", "Dasar kadrun."),
]  # fmt: skip

CODINGS = [
    {"unit": "hate", "coder": "a", "code": "hate_speech", "value": "1"}, {"unit": "hate", "coder": "b", "code": "hate_speech", "value": "0"},
    {"unit": "hate", "coder": "c", "code": "hate_speech", "value": "1"}, {"unit": "not_hate", "coder": "a", "code": "hate_speech", "value": "0"},
]  # fmt: skip


def _ad(id: str, start: str, end: str, payer: str = "Partai Contoh", declared: str = "") -> dict[str, str]:
    return {"ad_id": id, "platform": "facebook", "actor_id": "par", "payer": payer, "beneficiary": "Calon Jakarta", "started_at": start,
            "ended_at": end, "spend_min": "100", "spend_max": "199", "currency": "IDR", "declared": declared}  # fmt: skip


ADS = [
    _ad("within", "2024-01-22", "2024-02-09", declared="500"), _ad("too_early", "2024-01-02", "2024-01-30"),
    _ad("into_silence", "2024-02-01", "2024-02-12"), _ad("no_payer", "2024-01-25", "2024-02-01", payer=""),
    _ad("open_end", "2024-01-25", ""),
]  # fmt: skip

LINKS = [
    {"url": "https://www.x.com/calon_jkt/status/jkt_first/", "captured_at": "2024-02-12T02:00:00Z", "image": "tangkapan.png", "sha256": "", "note": "dilihat piket"},
    {"url": "https://x.com/entah/status/9", "captured_at": "2024-02-12T03:00:00Z", "image": "", "sha256": "", "note": ""},
]  # fmt: skip

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fcffff3f030005fe02fea72b9b4e0000000049454e44ae426082"
)

SILENT = {"pap_first", "mks_first", "jkt_first", "pap_last", "jkt_last"}
"""Posts of campaigners in the silence of their own zone."""


def files(**other: list[dict[str, str]]) -> dict[str, str | bytes]:
    """The study's files; a table given by name replaces the planted one."""
    tables = {"posts": POSTS, "codings": CODINGS, "ads": ADS, "links": LINKS} | other
    registers = {"actors.csv": as_csv(ACTORS), "accounts.csv": as_csv(other.get("accounts", ACCOUNTS))}
    data = {f"data/{name}.csv": as_csv(rows) for name, rows in tables.items() if rows and name != "accounts"}
    return {**registers, **data, "data/tangkapan.png": PNG}
