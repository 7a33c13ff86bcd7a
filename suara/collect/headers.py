"""The headers that people write, in English and Indonesian (the commonest also in Spanish and German), and the table they make.

A table handed in directly is recognised by its header. ``Tanggal; Tautan; Suka`` says the same as
``created_at, url, likes``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from suara.tables import TABLES, Table

SYNONYMS: dict[str, tuple[str, ...]] = {
    "platform": ("media_sosial", "medsos", "kanal", "network", "social_media", "jejaring", "plataforma", "red_social", "plattform"),
    "id": ("post_id", "tweet_id", "status_id", "video_id", "id_unggahan", "id_post", "message_id"),
    "created_at": (
        "tanggal", "waktu", "date", "time", "datetime", "timestamp", "tanggal_unggah", "tgl", "tanggal_posting", "published",
        "posted_at", "tanggal_unggahan", "waktu_unggah", "post_date", "tanggal_dan_waktu", "tanggal_waktu", "published_at", "post_created", "fecha", "fecha_de_publicacion", "datum", "veroffentlicht",
    ),
    "text": ("teks", "isi", "caption", "pesan", "message", "content", "body", "keterangan", "isi_unggahan", "tweet", "cuitan", "takarir", "konten", "unggahan", "deskripsi", "description", "isi_pesan", "isi_cuitan", "isi_teks", "texto", "mensaje", "contenido", "nachricht", "beitrag"),
    "url": ("tautan", "link", "permalink", "alamat", "post_url", "tautan_unggahan", "link_post", "link_unggahan", "enlace"),
    "account_id": ("id_akun", "user_id", "author_id", "page_id", "channel_id"),
    "handle": ("akun", "username", "user_name", "nama_akun", "nama_pengguna", "screen_name", "account", "user", "author", "cuenta", "usuario", "konto", "nutzer"),
    "author_name": ("nama_penulis", "display_name", "author_fullname", "page_name", "nama_halaman"),
    "actor_id": ("id_aktor", "aktor", "actor", "id_peserta"),
    "name": ("nama", "calon", "candidate", "paslon", "caleg", "nama_calon", "pasangan_calon", "ticket", "nama_caleg", "partai", "party", "nama_partai", "peserta", "nombre", "candidato", "candidata", "partido", "kandidat", "kandidatin", "partei"),
    "list": ("partai", "party", "nama_partai", "koalisi", "partido", "partei"),
    "kind": ("jenis", "type", "tipe"),
    "media_type": ("jenis_media", "format", "media", "tipe_media", "jenis_konten", "tipe_konten", "bentuk_konten", "bentuk"),
    "likes": ("suka", "like", "jumlah_suka", "favorites", "like_count", "favorite_count", "likes_count", "jumlah_like", "disukai", "menyukai", "me_gusta", "gefallt_mir"),
    "comments": ("komentar", "comment", "jumlah_komentar", "replies", "comment_count", "reply_count", "comments_count", "balasan", "komen", "reply", "replies_count", "comentarios", "kommentare"),
    "shares": ("bagikan", "share", "dibagikan", "jumlah_bagikan", "retweets", "reposts", "retweet", "repost", "share_count", "retweet_count", "shares_count", "jumlah_dibagikan", "compartidos", "geteilt"),
    "views": ("tayangan", "view", "impressions", "jumlah_tayangan", "ditonton", "plays", "view_count", "impresi", "penayangan", "views_count", "dilihat", "lihat", "penonton", "play", "impression", "visualizaciones", "vistas", "aufrufe"),
    "hashtags": ("tagar", "hashtag"),
    "mentions": ("sebutan", "mention"),
    "lang": ("bahasa", "language"),
    "followers": ("pengikut", "jumlah_pengikut", "follower", "followers_count", "subscribers", "fans", "seguidores", "anhanger", "abonnenten"),
    "following": ("mengikuti", "friends_count"),
    "captured_at": ("diambil", "tanggal_diambil", "collected_at", "tanggal_pengambilan", "waktu_pengambilan", "retrieved_at", "tanggal", "date", "tgl", "waktu", "snapshot", "fecha", "datum"),
    "outlet": ("media", "sumber", "source", "media_massa", "nama_media", "surat_kabar", "portal", "publisher", "newspaper", "stasiun", "sumber_berita", "media_name", "medio", "zeitung"),
    "title": ("judul", "headline", "primary_title", "judul_berita", "titulo", "titular", "titel"),
    "published_at": ("tanggal_terbit", "terbit", "publish_date", "tanggal", "date", "waktu_terbit", "published", "waktu"),
    "medium": ("jenis_media_massa",),
    "election": ("pemilu", "pemilihan", "tahun_pemilu", "tanggal_pemilu", "tgl_pemilu", "hari_pemungutan_suara", "tanggal_pemungutan_suara", "election_day", "polling_day", "polling_date", "tahun", "year", "election_date", "election_year", "eleccion", "fecha_de_la_eleccion", "fecha_eleccion", "ano_electoral", "ano", "wahl", "wahltag", "wahldatum", "wahljahr", "jahr"),
    "votes": ("suara", "suara_sah_partai", "perolehan_suara", "jumlah_suara", "vote", "perolehan", "votos", "stimmen", "zweitstimmen"),
    "share": ("persen", "persentase", "share_percent", "vote_share", "percent", "proporsi", "pangsa", "persen_suara", "persentase_suara", "vote_share_percent", "porcentaje", "porcentaje_de_votos", "porcentaje_votos", "prozent", "stimmenanteil", "stimmenanteil_in_prozent", "anteil"),
    "valid_votes": ("suara_sah", "total_suara_sah", "total_votes", "totalvotes", "jumlah_suara_sah", "votos_validos", "gultige_stimmen"),
    "registered": ("dpt", "pemilih_terdaftar", "jumlah_pemilih", "registered_voters", "padron", "lista_nominal", "electores", "wahlberechtigte"),
    "seats": ("kursi", "jumlah_kursi", "perolehan_kursi", "escanos", "sitze", "mandate"),
    "elected": ("terpilih", "won", "menang", "keterpilihan", "hasil", "resultado", "electo", "elegido", "ergebnis", "gewahlt"),
    "unit": ("wilayah", "daerah", "dapil", "provinsi", "kabupaten_kota", "kab_kota", "kabupaten", "kota", "kecamatan", "district", "region", "constituency", "area", "state", "municipality", "country", "negara", "distrito", "provincia", "estado", "municipio", "pais", "circunscripcion", "wahlkreis", "bundesland"),
    "unit_level": ("tingkat", "level", "tingkat_wilayah"),
    "zone": ("zona_waktu", "timezone"),
    "measure": ("ukuran", "variabel", "indikator", "variable", "metric", "medida"),
    "value": ("nilai", "angka", "jumlah", "valor", "wert"),
    "date": ("tanggal", "hari", "day", "fecha", "datum"),
    "period_start": ("awal", "mulai", "start", "start_date", "periode_awal", "tanggal_mulai"),
    "period_end": ("akhir", "selesai", "end", "end_date", "periode_akhir", "tanggal_selesai"),
    "group": ("kelompok", "generasi", "kelompok_usia", "age_group"),
    "voters": ("pemilih", "jumlah_pemilih_kelompok"),
    "count": ("banyaknya", "orang"),
    "question": ("pertanyaan",),
    "payer": ("pembayar", "disclaimer", "bylines", "pemasang"),
    "beneficiary": ("untuk", "diuntungkan"),
    "ad_id": ("id_iklan",),
    "started_at": ("mulai_tayang", "ad_start"),
    "ended_at": ("akhir_tayang", "ad_end"),
    "term": ("istilah", "kata_kunci", "topik", "tagar", "hashtag", "keyword"),
    "rank": ("peringkat",),
    "volume": ("banyak_unggahan",),
    "section": ("bagian", "bab"),
    "place": ("tempat", "lokasi"),
    "work": ("karya", "studi", "study"),
    "quote": ("kutipan",),
    "page": ("halaman",),
    "theme": ("tema",),
    "factor": ("faktor",),
    "outcome": ("hasil", "dampak"),
    "direction": ("arah",),
    "unit_id": (),
    "coder": ("pengode", "annotator"),
    "code": ("kode", "variabel_kode", "variable", "variabel"),
    "party": ("partai_pengusung",),
    "source": ("sumber",),
    "note": ("catatan",),
    "year": ("tahun", "publication_year"),
    "authors": ("penulis", "author_names"),
}  # fmt: skip

MEASURED: dict[str, tuple[str, ...]] = {
    "posts": ("unggahan", "tweets", "cuitan", "post", "posting", "jumlah_unggahan", "jumlah_post", "jumlah_cuitan", "post_count", "posts_count", "number_of_posts", "publicaciones", "tuits", "beitrage"),
    "likes": SYNONYMS["likes"], "comments": SYNONYMS["comments"], "shares": SYNONYMS["shares"], "views": SYNONYMS["views"],
    "engagement": ("keterlibatan_audiens", "interaksi", "interactions", "total_interactions", "total_engagement"),
    "followers": SYNONYMS["followers"],
    "press_hits": ("berita", "jumlah_berita", "pemberitaan", "liputan", "press", "news", "articles", "artikel", "press_mentions", "news_mentions", "media_mentions", "noticias", "prensa", "presse"),
    "online_stories": (), "press_share": ("share_of_voice",),
    "spending": ("belanja", "pengeluaran", "biaya", "biaya_kampanye", "belanja_kampanye", "dana_kampanye", "belanja_iklan", "spend", "expenditure", "expenses", "campaign_spending", "gasto", "gastos", "ausgaben"),
}  # fmt: skip
"""Figures that a sheet gives side by side, a column each: the measures they are."""

_IN_FULL = {"tgl": "tanggal", "tggl": "tanggal", "jml": "jumlah", "jmlh": "jumlah", "jlh": "jumlah"}
_FILLERS = {
    "jumlah",
    "total",
    "banyak",
    "post",
    "posting",
    "postingan",
    "unggah",
    "unggahan",
    "upload",
    "diunggah",
    "publikasi",
}
PLATFORMS = {
    "instagram": "instagram", "ig": "instagram", "facebook": "facebook", "fb": "facebook", "twitter": "x", "tiktok": "tiktok",
    "youtube": "youtube", "threads": "threads",
}  # fmt: skip
_IN_PERCENT = tuple(
    dict.fromkeys(f"{word}_persen" for word in ("votes", *SYNONYMS["votes"], "share", *SYNONYMS["share"]))
)
"""*Perolehan Suara (%)*, *Votes %*: a share, and no count."""
_ALSO = {"share": _IN_PERCENT}
PERCENT_WORDS = (
    "share_percent",
    "persen",
    "persentase",
    "percent",
    "persen_suara",
    "persentase_suara",
    "vote_share_percent",
    "porcentaje",
    "porcentaje_de_votos",
    "porcentaje_votos",
    "prozent",
    "stimmenanteil_in_prozent",
    *_IN_PERCENT,
)
AREAS = (
    "negara", "country", "provinsi", "province", "state", "kabupaten_kota", "kab_kota", "kabupaten", "kota", "county", "kecamatan", "kelurahan", "desa", "dapil", "district", "precinct", "tps",
)  # fmt: skip
"""Areas from the largest to the smallest."""
LOOSE_COUNTS = ("likes", "comments", "shares", "views")


@dataclass(frozen=True)
class Recognised:
    """A table handed in directly: which one, and which header gives which column."""

    table: Table
    columns: dict[str, str]
    local_times: bool
    loose: bool = False
    measured: tuple[tuple[str, str], ...] = ()
    """Of a sheet with a figure a column: measure and header."""
    year: str | None = None
    """Of results with a column for each election: the latest of them."""


def plain(header: str) -> str:
    """A header without case, accents, blanks and signs; *%* is a word."""
    letters = unicodedata.normalize("NFKD", header.replace("%", " persen ").casefold())
    return re.sub(r"[^0-9a-z]+", "_", "".join(c for c in letters if not unicodedata.combining(c))).strip("_")


def columns_of(table: Table, header: tuple[str, ...]) -> dict[str, str]:
    """Column → header, the canonical name before its synonyms; a header serves one column."""
    by_plain = {plain(h): h for h in reversed(header)}
    found: dict[str, str] = {}
    for column in table.names:
        if column in by_plain:
            found[column] = by_plain[column]
    if table.name == "codings" and "unit" not in found:
        unit = next((by_plain[u] for u in ("unit_id", "post_id", "tweet_id", "id") if u in by_plain), None)
        found |= {"unit": unit} if unit else {}
    _by_synonyms(table, found, by_plain)
    if (
        table.name == "results"
        and "votes" not in found
        and plain(found.get("valid_votes", "")) in ("suara_sah", "jumlah_suara_sah")
    ):
        found["votes"] = found.pop("valid_votes")  # alone, *suara sah* are the valid votes won
    if table.name == "followers" and "captured_at" not in found:  # of a count, the day is the day of counting
        day = next((by_plain[d] for d in ("tanggal", "date", "tgl", "hari", "day", "waktu") if d in by_plain), None)
        found |= {"captured_at": day} if day else {}
    if table.name in ("posts", "followers"):
        _by_synonyms(table, found, {short: h for h in reversed(header) if (short := shortened(h))})
    return found


def _by_synonyms(table: Table, found: dict[str, str], headers: dict[str, str]) -> None:
    for column in table.names:
        for synonym in () if column in found else (column, *SYNONYMS.get(column, ()), *_ALSO.get(column, ())):
            if synonym in headers and headers[synonym] not in found.values():
                found[column] = headers[synonym]
                break


def shortened(header: str) -> str:
    """A header without the words that only say *number of* or *of the post*: ``Tgl Posting`` is ``tanggal``."""
    words = (_IN_FULL.get(word, word) for word in plain(header).split("_"))
    return "_".join(word for word in words if word not in _FILLERS)


def clock_of(header: tuple[str, ...], date: str) -> str | None:
    """The column that holds the clock beside a column that holds the day: ``Tanggal`` and ``Jam``."""
    if shortened(date) not in ("tanggal", "date", "hari", "day"):
        return None
    return next((h for h in header if shortened(h) in ("jam", "pukul", "waktu", "time", "clock", "hour")), None)


def platform_words(header: tuple[str, ...], file: str) -> str | None:
    """The platform that the headers of a hand-made list speak of (tweets, retweets), or the name of its file."""
    said = {word for h in header for word in plain(h).split("_")}
    if said & {"tweet", "tweets", "retweet", "retweets", "cuitan"}:
        return "x"
    named = set(plain(file.rsplit("/", 1)[-1]).split("_"))
    return next((PLATFORMS[word] for word in PLATFORMS if word in named | said), None)


def recognise_table(header: tuple[str, ...]) -> list[Recognised]:
    """The canonical tables that a header can be; several mean that the header is ambiguous."""
    fits = []
    for table in TABLES.values():
        if table.name in ("actors", "accounts"):
            continue
        found = columns_of(table, header)
        if _complete(table, found):
            exact = sum(1 for c in table.needed if found.get(c) and plain(found[c]) == c)
            fits.append((exact + len(table.needed), len(found), table, found))
    names = {table.name for _, _, table, _ in fits}
    loose, sheet = _loose_posts(header), _side_by_side(header, "followers" in names)
    if loose and names <= {"links", "events"} and not (sheet and _counts_more_than_posts(sheet)):
        return [loose]
    if names <= {"followers"} and sheet:
        return [sheet]
    if not fits:
        return _of_the_studys_election(header)
    best = max((exact, n) for exact, n, _, _ in fits)
    return [Recognised(t, f, _local(t, f)) for exact, n, t, f in fits if (exact, n) == best]


def _of_the_studys_election(header: tuple[str, ...]) -> list[Recognised]:
    """Votes, shares, seats or who was elected, of a file that does not say at which election: the study's own."""
    results = TABLES["results"]
    found = columns_of(results, header)
    told = found.keys() & {"votes", "share", "elected"}
    return [Recognised(results, found, False)] if found.keys() & {"actor_id", "name"} and told else []


def _side_by_side(header: tuple[str, ...], counted: bool) -> Recognised | None:
    """A sheet with a row an actor and day, and a figure a column: *Tanggal, Partai, Unggahan, Suka, Berita*.

    ``counted`` says that it can also be a list of follower counts: it is one where it has no other figures.
    """
    series = TABLES["series"]
    found = columns_of(series, tuple(h for h in header if plain(h) not in ("measure", "value")))
    by_plain = {plain(h): h for h in reversed(header) if h not in found.values()}
    measured: list[tuple[str, str]] = []
    for measure, synonyms in MEASURED.items():
        given = next((by_plain[word] for word in (measure, *synonyms) if word in by_plain), None)
        if given is not None and given not in (h for _, h in measured):
            measured.append((measure, given))
    dated = "date" in found or {"period_start", "period_end"} <= found.keys()
    known = {m for m, _ in measured} - ({"followers", "posts", "likes"} if counted else set())
    if not (dated and found.keys() & {"actor_id", "name", "handle"} and known):
        return None
    return Recognised(series, found, False, measured=tuple(measured))


def _counts_more_than_posts(sheet: Recognised) -> bool:
    """Whether a column called *Unggahan* counts posts: beside press hits or spending it is not what was said."""
    return bool(
        {m for m, _ in sheet.measured} & {"press_hits", "online_stories", "press_share", "spending", "followers"}
    )


def _complete(table: Table, found: dict[str, str]) -> bool:
    who = bool(found.keys() & {"actor_id", "name", "handle", "account_id"})
    groups = [g for g in table.any_of if g != ("date", "period_start", "period_end")]
    dated = "date" in found or {"period_start", "period_end"} <= found.keys() or table.name != "series"
    return (
        all(c in found for c in table.needed)
        and all(any(c in found for c in group) for group in groups)
        and (who or not table.needs_who)
        and dated
    )


def _loose_posts(header: tuple[str, ...]) -> Recognised | None:
    """A hand-made list of posts: a time, a text or an address, and counts; no platform and no id."""
    posts = TABLES["posts"]
    found = columns_of(posts, header)
    if "created_at" in found and ("text" in found or "url" in found) and any(c in found for c in LOOSE_COUNTS):
        if not found.keys() & {"handle", "account_id", "author_name", "actor_id"}:  # whose posts they are, by name
            names = {plain(h): h for h in reversed(header) if h not in found.values()}
            said = next((names[word] for word in ("name", *SYNONYMS["name"]) if word in names), None)
            found |= {"author_name": said, "actor_id": said} if said else {}
        return Recognised(posts, found, _local(posts, found), loose=True)
    return None


def _local(table: Table, found: dict[str, str]) -> bool:
    """Whether times without a zone are the study's: canonical names speak UTC, people's own words local time."""
    return bool(table.time and table.time in found and plain(found[table.time]) != table.time)
