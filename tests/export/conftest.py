"""One study with everything that is hard to hand on, walked once."""

from __future__ import annotations

import pytest

from suara.road import walk
from suara.study import load_study
from tests import ruled
from tests.campaign import as_csv

LONG = "panjang 😀 " * 5_000
HARD = {
    "control": "nul\x00lonceng\x07 turun\x0b akhir\x1f",
    "emoji": "Salam dua jari ✌🏽 👨‍👩‍👧 keluarga",
    "rtl": "سلام عليكم ورحمة الله",
    "long": LONG,
    "formula": '=HYPERLINK("http://jahat.example","klik")',
    "script": "<script>alert(1)</script> & \"kutip\" 'tunggal'",
    "lines": "baris satu\nbaris dua, koma; titik koma",
}
IDS = {name: f"17{i}0000000000000000{i}" for i, name in enumerate(HARD)}
"""Ids of nineteen digits, which a spreadsheet would round."""

KEPT = HARD | {"control": HARD["control"].replace("\x00", "")}
"""The same as the store has them: no text holds a NUL."""

WORKS = """TY  - JOUR
AU  - Kruikemeier, Sanne
AU  - van Noort, Guda
TI  - Getting closer: personalized & interactive online communication
T2  - European Journal of Communication
PY  - 2013
VL  - 28
IS  - 1
SP  - 53
EP  - 66
DO  - 10.1177/0267323112464837
UR  - https://doi.org/10.1177/0267323112464837
KW  - interactivity
KW  - personalization
AB  - Two experiments on involvement.
LA  - en
ER  -

TY  - BOOK
AU  - Arikunto, Suharsimi
TI  - Prosedur penelitian
PY  - 2010
ID  - arikunto2010
ER  -
"""

CODINGS = [
    {"unit": "hate", "coder": "a", "code": "hate_speech", "value": "1", "kind": "human", "coded_at": "2024-02-01T00:00:00Z", "start": "", "end": ""},
    {"unit": "hate", "coder": "b", "code": "hate_speech", "value": "0", "kind": "human", "coded_at": "", "start": "", "end": ""},
    {"unit": "hate", "coder": "a", "code": "attack_target", "value": "citizens", "kind": "human", "coded_at": "", "start": "", "end": ""},
    {"unit": IDS["emoji"], "coder": "a", "code": "attack", "value": "1", "kind": "human", "coded_at": "", "start": "6", "end": "15"},
    {"unit": "not_here", "coder": "b", "code": "tone = odd", "value": "1", "kind": "human", "coded_at": "", "start": "", "end": ""},
]  # fmt: skip


def hard_posts():
    talk = {"in_reply_to_account": "", "mentions": ""}
    own = [
        {
            "platform": "x",
            "id": IDS[name],
            "handle": "partai",
            "created_at": "2024-01-16T03:00:00Z",
            "text": text,
            "kind": "post",
            "url": "",
            **talk,
        }
        for name, text in HARD.items()
    ]
    answers = [
        {"platform": "x", "id": f"r{i}", "handle": "calon_jkt", "created_at": "2024-01-17T03:00:00Z", "text": "@partai betul", "kind": "reply", "url": "",
         "in_reply_to_account": "partai", "mentions": "partai,calon_pap,warga_biasa"} for i in range(2)
    ]  # fmt: skip
    return [*({**p, **talk} for p in ruled.POSTS), *own, *answers]


@pytest.fixture(scope="session")
def walked_root(tmp_path_factory):
    root = tmp_path_factory.mktemp("export") / "studi"
    files = {**ruled.files(posts=hard_posts(), codings=CODINGS), "data/pustaka.ris": WORKS}
    files["study.toml"] = ruled.TOML.replace("[rules]", '[engine]\nmaster = "spark://nama:rahasia@host:7077"\n[rules]')
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    walked = walk(load_study(root))
    walked.engine.close()
    return root


@pytest.fixture
def study(walked_root):
    return load_study(walked_root)


@pytest.fixture
def unrun(tmp_path):
    root = tmp_path / "belum"
    (root / "data").mkdir(parents=True)
    (root / "study.toml").write_text('[study]\ntitle = "Belum"\n', encoding="utf-8")
    (root / "data" / "posts.csv").write_text(as_csv(hard_posts()), encoding="utf-8")
    return root
