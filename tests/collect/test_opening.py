"""Every trap that a folder of exports holds, as a small file made here."""

from __future__ import annotations

import bz2
import codecs
import gzip
import io
import lzma
import os
import tempfile
import zipfile
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from suara.collect.cleaning import examine
from suara.collect.opening import Opened, delimiter_of, form_of, header_record, open_file
from suara.collect.probing import probe
from suara.collect.unpacking import Bounds

ROWS = b"id,text\n1,halo\n"


@pytest.fixture
def work(tmp_path: Path) -> Path:
    return tmp_path / "work"


def put(folder: Path, data: bytes, name: str = "file") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def opened(folder: Path, data: bytes, bounds: Bounds | None = None, encoding: str | None = None) -> list[Opened]:
    return open_file(put(folder, data), "data/file", folder / "work", bounds=bounds, encoding=encoding)


def one(folder: Path, data: bytes, bounds: Bounds | None = None, encoding: str | None = None) -> Opened:
    (only,) = opened(folder, data, bounds, encoding)
    return only


def zipped(*members: tuple[str, bytes], deflate: bool = True) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if deflate else zipfile.ZIP_STORED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


# ── what a file is ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (codecs.BOM_UTF8 + b"\n", "empty"),
        (b'{"a": 1}', "json"),
        (b'\n\n  [{"a": 1}]', "json"),
        (b"window.YTD.tweets.part0 = [ ]", "json"),
        (b'"half a line": 2}\n{"a": 1}\n{"a": 2}\n', "json"),
        (b"\x1f\x1c", "text"),
        (b"[Music] hello, friends", "delimited"),
        (b"id;text\n1;a,b\n", "delimited"),
        (b"url\nhttps://example.org/1\n", "delimited"),
        (b"Tautan unggahan\nhttps://example.org/1\n", "delimited"),
        (b"A README\n\nThis tells, at some length; what is in the folder.\n", "text"),
        (b"TY  - JOUR\nAU  - Kleinberg, Jon\nER  -\n", "text"),
        (b"@article{a2020,\n  author = {A, B},\n}\n", "text"),
        (b"PMID- 123\nTI  - a, b, c\n", "text"),
        (b"1 of 10 DOCUMENTS\n\nThe Times, London\n", "text"),
        (b"<?xml version='1.0'?><rss><channel/></rss>", "xml"),
        (b"<!-- <html> --><feed/>", "xml"),
        (b"<!DOCTYPE html><title>x</title>", "html"),
        (b"<table><tr><td>an .xls of many portals</td></tr></table>", "html"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 20, "image"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 20, "image"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "image"),
        (b"%PDF-1.7\n", "pdf"),
        (b"PAR1\x15\x04", "parquet"),
        (b"PAR1,PAR2\n1,2\n", "delimited"),
        (b"\0\0\0\x18ftypmp42" + b"\0" * 20, "binary"),
        (bytes(range(256)) * 16, "binary"),
        (zipped(("[Content_Types].xml", b""), ("word/document.xml", b"<w/>")), "docx"),
        (zipped(("[Content_Types].xml", b""), ("xl/workbook.xml", b"<w/>")), "xlsx"),
        (zipped(), "empty"),
    ],
)
def test_a_file_is_what_it_holds(tmp_path: Path, data: bytes, kind: str) -> None:
    found = one(tmp_path, data)
    assert (found.kind, found.problem) == (kind, None)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("a,b;c,d\n", ","),
        ("a;b\n1,5;2,5\n", ";"),
        ("a\tb\n", "\t"),
        ("a|b\n", "|"),
        ('"x,y,z";"u,v"\n', ";"),
        ('"a\nb";c\n', ";"),
        ("Votes, valid;Name\n1;2\n", ";"),
        ("20170701234500-4\t" + "a,b;" * 50 + "\t" * 25 + "\n", "\t"),
        ("alone\n", None),
    ],
)
def test_the_delimiter_is_the_most_frequent_sign_of_the_header(text: str, sign: str | None) -> None:
    assert delimiter_of(text) == sign


def test_a_header_whose_quote_never_closes_is_its_first_line() -> None:
    assert header_record('a,"b\n1,2\n3,4\n') == ('a,"b', "1,2\n3,4\n")
    assert header_record('a,"b\nc"\n1,2') == ('a,"b\nc"', "1,2")


def test_prose_with_an_at_sign_inside_a_table_is_no_bibliography() -> None:
    assert form_of("id,text\n1,hi\n") == "delimited"


# ── encodings and damaged text ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("data", [ROWS, ROWS.replace(b"\n", b"\r\n"), "id,text\n1,\u2028 é 😀\n".encode()])
def test_clean_text_is_read_where_it_lies(tmp_path: Path, data: bytes) -> None:
    found = one(tmp_path, data)
    assert (found.path, found.notes) == (tmp_path / "file", ())
    assert not (tmp_path / "work").exists()


@pytest.mark.parametrize(
    ("data", "text", "note"),
    [
        (codecs.BOM_UTF8 + ROWS, ROWS.decode(), "BOM removed"),
        (b"id,text\r1,halo\r", ROWS.decode(), "bare CR line ends"),
        (b"id,text\r\r\n1,halo\r\r\n", "id,text\r\n1,halo\r\n", "bare CR line ends"),
        (b"id,te\0xt\n1,ha\0\0lo\n", ROWS.decode(), "3 NUL bytes removed"),
        ("id,text\n1,café “x”\n".encode("cp1252"), "id,text\n1,café “x”\n", "decoded from cp1252"),
        ("id,text\n1,日本\n".encode("utf-16"), "id,text\n1,日本\n", "decoded from utf-16-le"),
        ("id,text\n1,halo\n".encode("utf-16-be"), "id,text\n1,halo\n", "decoded from utf-16-be"),
        ("\ufeffid,text\n1,é\n".encode("utf-32-le"), "id,text\n1,é\n", "decoded from utf-32-le"),
        (b"id,text\n1,\xed\xa0\xbd\xed\xb8\x80\n", "id,text\n1,\ufffd\ufffd\n", "2 places that could not be decoded"),
        (b"\n,,\n\nid,text\n1,halo\n", ROWS.decode(), "what was blank before the beginning left out"),
        (b"sep=;\r\nid;text\r\n", "id;text\r\n", "what was blank before the beginning left out"),
    ],
)
def test_unclean_text_is_cleaned_into_a_copy_and_said(tmp_path: Path, data: bytes, text: str, note: str) -> None:
    found = one(tmp_path, data)
    assert found.path.parent == tmp_path / "work"
    assert found.path.read_bytes().decode() == text
    assert any(note in said for said in found.notes)
    assert (tmp_path / "file").read_bytes() == data


def test_utf8_with_one_broken_character_stays_utf8(tmp_path: Path) -> None:
    found = one(tmp_path, "id,text\n1,selamat pagi — 😀\n2,".encode() + "😀".encode()[:2])
    assert found.path.read_text("utf-8") == "id,text\n1,selamat pagi — 😀\n2,\ufffd"
    assert found.notes == ("1 place that could not be decoded replaced by U+FFFD",)


def test_double_encoding_is_said_and_not_repaired(tmp_path: Path) -> None:
    data = "id,text\n1,café ’\n".encode().decode("cp1252").encode()
    found = one(tmp_path, data)
    assert found.path == tmp_path / "file"
    assert found.notes == ("double-encoded UTF-8 seen (not repaired)",)
    assert one(tmp_path, "id,text\n1,« É » Ô, à la façon\n".encode()).notes == ()


def test_the_user_may_name_the_encoding(tmp_path: Path) -> None:
    data = "id,text\n1,凯撒\n".encode("gbk")
    assert one(tmp_path, data, encoding="GBK").path.read_text("utf-8") == "id,text\n1,凯撒\n"
    for wrong in ("klingon", "zlib", "idna"):
        assert "no encoding is called" in str(one(tmp_path, data, encoding=wrong).problem)


CHINESE = "候选人在社交媒体上的活动对选举结果有什么影响？我们研究了三个国家的政治家，他们的发言和选民的反应。"
KOREAN = "대통령 선거에서 소셜 미디어의 역할은 무엇인가 후보자들은 유권자들과 소통하기 위해 트위터를 사용했다"
JAPANESE = "大統領選挙においてソーシャルメディアの役割は何か。候補者は有権者とのコミュニケーションのために使用した。"
FRENCH = "Où est passé l'été dernier? «Ça va», répondit-il à Genève, réélu député à l'Assemblée générale, ému. " * 3


def test_chinese_in_gbk_is_recognised(tmp_path: Path) -> None:
    found = one(tmp_path, f"id,text\n1,{CHINESE}\n".encode("gbk"))
    assert found.path.read_text("utf-8") == f"id,text\n1,{CHINESE}\n"
    assert found.notes == ("decoded from gb18030",)


@pytest.mark.parametrize(
    ("text", "codec"),
    [(KOREAN, "euc-kr"), (JAPANESE, "shift-jis"), (JAPANESE, "euc-jp"), (FRENCH, "cp1252"), (CHINESE[:9], "gbk")],
)
def test_what_only_looks_like_gbk_is_not_taken_for_it(tmp_path: Path, text: str, codec: str) -> None:
    assert "decoded from cp1252" in one(tmp_path, f"id,text\n1,{text}\n".encode(codec)).notes


@pytest.mark.parametrize("codec", ["big5", "iso-8859-1", "utf-16"])
def test_an_xml_declaration_is_honoured_and_rewritten(tmp_path: Path, codec: str) -> None:
    body = "日本" if codec != "iso-8859-1" else "é’"
    data = f'<?xml version="1.0" encoding="{codec}"?><rss>{body}</rss>'.encode(codec.replace("iso-8859-1", "cp1252"))
    found = one(tmp_path, data)
    assert found.path.read_text("utf-8") == f'<?xml version="1.0" encoding="UTF-8"?><rss>{body}</rss>'


def test_blanks_before_an_xml_declaration_go(tmp_path: Path) -> None:
    found = one(tmp_path, b'\n\n  <?xml version="1.0"?><rss/>')
    assert (found.kind, found.path.read_bytes()) == ("xml", b'<?xml version="1.0"?><rss/>')


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_xml_that_declares_entities_is_refused(tmp_path: Path, codec: str) -> None:
    evil = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss>&x;</rss>'
    assert "<!ENTITY" in str(one(tmp_path, evil.encode(codec)).problem)
    plain = b'<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://example.org/rss.dtd"><rss/>'
    assert one(tmp_path, plain).problem is None


SMALL = Bounds(whole=1000, edge=100, sample=50, samples=4)


def test_a_large_file_is_checked_at_both_ends_and_in_samples(tmp_path: Path) -> None:
    row = "1,é é é é é\n".encode()
    clean = one(tmp_path, b"id,text\n" + row * 500, SMALL)
    assert (clean.path, clean.notes) == (tmp_path / "file", ("encoding checked from a sample",))
    cut = one(tmp_path, b"id,text\n" + row * 500 + b"\0\0", SMALL)
    assert cut.notes == ("encoding checked from a sample", "2 NUL bytes removed")
    assert cut.path.read_bytes() == b"id,text\n" + row * 500


@pytest.mark.parametrize("at", [0, 7, 99, 100, 2500, 4900, 4999])
def test_samples_fall_where_they_should(tmp_path: Path, at: int) -> None:
    data = bytearray(b"x" * 5000)
    data[at] = 0
    assert examine(put(tmp_path, bytes(data)), SMALL).nul
    assert examine(put(tmp_path, bytes(data)), Bounds()).nul


def test_a_copy_across_chunks_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("suara.collect.cleaning.CHUNK", 3)
    found = one(tmp_path, b"id,text\r\n1,\xf0\x9f\x98\x80\r2,\xc3\xa9\r\r\n\0\r\n3,x\r")
    assert found.path.read_bytes().decode() == "id,text\r\n1,😀\n2,é\r\n\r\n3,x\n"


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), st.sampled_from(["utf-8-sig", "utf-16"]))
def test_whatever_the_encoding_the_text_is_the_same(text: str, codec: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = one(Path(folder), ("x,y\n" + text).encode(codec))
        assert found.path.read_text("utf-8") == "x,y\n" + text


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", b'{"a":', b"[{", b"<", b"a,b\n", b"\x1f\x8b\x08", b"PK\x03\x04"]))
def test_nothing_raises(data: bytes, start: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for found in opened(Path(folder), start + data):
            probe(found)


# ── containers ──────────────────────────────────────────────────────────────────────────────────────────────────────

PACKED = {
    "gz": gzip.compress(ROWS),
    "bz2": bz2.compress(ROWS),
    "xz": lzma.compress(ROWS),
    "zst": zstandard.ZstdCompressor().compress(ROWS),
}


@pytest.mark.parametrize("packing", PACKED)
def test_a_packed_file_is_unpacked_whatever_its_name(tmp_path: Path, packing: str) -> None:
    for data, text in ((PACKED[packing], ROWS), (PACKED[packing] * 2, ROWS * 2)):
        found = one(tmp_path, data)
        assert (found.name, found.kind, found.notes) == ("data/file", "delimited", (f"unpacked from {packing}",))
        assert found.path.read_bytes() == text


@pytest.mark.parametrize("packing", PACKED)
def test_a_packed_file_that_ends_early_is_refused(tmp_path: Path, packing: str) -> None:
    found = one(tmp_path, PACKED[packing][:-6])
    assert "damaged, cut off" in str(found.problem)


@pytest.mark.parametrize("compress", [gzip.compress, lzma.compress, zstandard.ZstdCompressor().compress])
def test_a_bomb_is_refused_and_leaves_nothing(tmp_path: Path, work: Path, compress: object) -> None:
    data = compress(b"a,b\n" + b"0" * 3_000_000)  # type: ignore[operator]
    found = one(tmp_path, data, Bounds(ratio_from=100_000))
    assert "200 times its size" in str(found.problem)
    assert "more than 0.0 GB" in str(one(tmp_path, data, Bounds(total=100_000)).problem)
    assert list(work.iterdir()) == []
    assert one(tmp_path, data).problem is None


def test_a_zip_bomb_is_refused_whole(tmp_path: Path, work: Path) -> None:
    inner = zipped(*((f"{n}.csv", b"0" * 200_000) for n in range(20)))
    for data in (zipped(("a.csv", ROWS), ("b.csv", b"0" * 3_000_000)), zipped(("a.csv", ROWS), ("in.zip", inner))):
        found = one(tmp_path, data, Bounds(ratio_from=100_000))
        assert (found.name, found.path) == ("data/file", tmp_path / "file")
        assert "zip bomb" in str(found.problem)
        assert list(work.iterdir()) == []
    many = zipped(*((f"{n}.csv", ROWS) for n in range(11)))
    assert "more than 10 files" in str(one(tmp_path, many, Bounds(members=10)).problem)


def test_members_are_opened_one_by_one(tmp_path: Path) -> None:
    inner = zipped(("deep.json", b'{"a": 1}'), ("deeper.zip", zipped(("x.csv", ROWS))))
    found = opened(
        tmp_path,
        zipped(
            ("sub/", b""),
            ("sub/a.csv", codecs.BOM_UTF8 + ROWS),
            ("sub\\b.csv", ROWS),
            ("__MACOSX/sub/._a.csv", b"\0"),
            (".DS_Store", b"\0"),
            ("c.csv", PACKED["gz"]),
            ("in.zip", inner),
            ("film.mp4", b"\0\0\0\x18ftypmp42" + b"\0" * 20),
        ),
    )
    assert [f.name.removeprefix("data/file/") for f in found] == [
        *("sub/a.csv", "sub/b.csv", "c.csv", "in.zip/deep.json", "in.zip/deeper.zip", "film.mp4")
    ]
    assert [f.kind for f in found] == ["delimited", "delimited", "delimited", "json", "binary", "binary"]
    assert [f.path.read_bytes() for f in found[:3]] == [ROWS] * 3
    assert "more than twice" in str(found[4].problem)
    assert (found[5].path, found[5].notes) == (tmp_path / "file", ("left in its archive",))


@pytest.mark.parametrize("bad", ["../evil.csv", "a/../../evil.csv", "/etc/evil.csv", "C:\\evil.csv", "..\\evil.csv"])
def test_a_member_that_leads_out_is_refused_and_the_others_go_on(tmp_path: Path, bad: str) -> None:
    evil, good = opened(tmp_path, zipped((bad, ROWS), ("good.csv", ROWS)))
    assert "leads out" in str(evil.problem)
    assert evil.name.startswith("data/file/") and ".." not in evil.name
    assert (good.kind, good.problem) == ("delimited", None)
    assert {p.name for p in tmp_path.rglob("*")} == {"file", "work", good.path.name}


def test_a_damaged_member_is_refused_and_the_others_go_on(tmp_path: Path) -> None:
    data = bytearray(zipped(("a.csv", ROWS), ("b.csv", ROWS), deflate=False))
    data[data.index(b"halo")] ^= 1
    broken, whole = opened(tmp_path, bytes(data))
    assert "damaged" in str(broken.problem)
    assert whole.problem is None
    assert "damaged" in str(one(tmp_path, bytes(data[:40])).problem)
    misnamed = zipped(("é.csv", ROWS)).replace("é".encode(), b"\xff\xff")
    assert "damaged" in str(one(tmp_path, misnamed).problem)


def test_a_member_with_a_password_is_refused(tmp_path: Path) -> None:
    data = bytearray(zipped(("a.csv", ROWS)))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "password" in str(one(tmp_path, bytes(data)).problem)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_two_files(tmp_path: Path) -> None:
    first, second = opened(tmp_path, zipped(("a.csv", ROWS), ("a.csv", ROWS + b"2,b\n")))
    assert (first.name, second.name) == ("data/file/a.csv", "data/file/a.csv (2)")
    assert second.path.read_bytes() == ROWS + b"2,b\n"


@pytest.mark.parametrize("data", [b"7z\xbc\xaf\x27\x1c\0", b"Rar!\x1a\x07\0", b"x" * 257 + b"ustar\0"])
def test_other_archives_are_refused_in_words(tmp_path: Path, data: bytes) -> None:
    assert "pack it as zip" in str(one(tmp_path, data).problem)


def test_what_cannot_be_read_is_said(tmp_path: Path, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (tmp_path, tmp_path / "gone"):
        assert "not an ordinary file" in str(open_file(path, "data/x", work)[0].problem)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        assert "not an ordinary file" in str(open_file(tmp_path / "pipe", "data/x", work)[0].problem)
    file = put(tmp_path, ROWS)

    def forbidden(*_args: object, **_more: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbidden)
    (found,) = open_file(file, "data/x", work)
    assert "Permission denied" in str(found.problem)
