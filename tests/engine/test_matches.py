"""Terms in texts: whole words in any script, nothing hidden by something else, and which terms they were."""

import random

import pytest

from suara.engine.duck import connect
from suara.engine.matches import Plan, Sought, matches_query, plan, words


def found(texts, sought, chunk=500):
    """Text number → code → terms."""
    con = connect(threads=1)
    con.execute("CREATE TABLE t (id INTEGER, text VARCHAR)")
    con.executemany("INSERT INTO t VALUES (?, ?)", list(enumerate(texts)))
    made = sought if isinstance(sought, Plan) else plan(sought, chunk)
    rows = con.execute(matches_query(con, "FROM t", ("id",), "text", made)).fetchall()
    return {i: {code: terms for n, code, terms in rows if n == i} for i, _ in enumerate(texts)}


def codes(text, *terms, chunk=500):
    return sorted(found([text], [Sought(t, t) for t in terms], chunk)[0])


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("Visi kami", True), ("VISI!", True), ("(visi)", True), ("visi", True), ("#visi", True), ("visi_misi", False),
        ("televisi", False), ("visinya", False), ("visié", False), ("évisi", False), ("“visi”", True), ("🙂visi🙂", True),
        ("visi\nmisi", True), ("https://visi.id/a", False), ("tulis ke @visi ya", False), ("visi\u0301", False), ("", False),
    ],
)  # fmt: skip
def test_a_term_is_found_as_a_whole_word(text, hit):
    assert codes(text, "visi") == (["visi"] if hit else [])


def test_a_missing_text_has_no_code():
    assert found([None, "visi"], [Sought("visi", "v")]) == {0: {}, 1: {"v": ["visi"]}}


@pytest.mark.parametrize("apart", [" ", "  ", "\n", "-", ", ", " 🙂 "])
def test_the_words_of_a_phrase_may_stand_apart_in_any_way(apart):
    assert codes(f"terima{apart}kasih", "terima kasih") == ["terima kasih"]


@pytest.mark.parametrize("apart", [" ", "-", "/", ",", "é ", " “"])
def test_neighbours_are_both_found(apart):
    assert codes(f"coblos{apart}golput", "coblos", "golput") == sorted(
        ["golput", *([] if apart[0] == "é" else ["coblos"])]
    )


def test_a_long_phrase_does_not_hide_what_lies_in_it_or_reaches_over_its_end():
    assert codes("visi misi", "visi", "misi", "visi misi") == ["misi", "visi", "visi misi"]
    assert codes("a b c", "a b", "b c") == ["a b", "b c"]
    assert codes("a b c d", "a b", "b c", "c d", "b") == ["a b", "b", "b c", "c d"]


def test_capitals_count_where_a_term_is_exact():
    sought = [Sought("KPU", "office", exact=True), Sought("kpu", "any")]
    assert found(["KPU", "kpu", "Kpu dan KPUD", "kpu XKPUX"], sought) == {
        0: {"office": ["KPU"], "any": ["kpu"]}, 1: {"any": ["kpu"]}, 2: {"any": ["kpu"]}, 3: {"any": ["kpu"]},
    }  # fmt: skip


def test_letters_beyond_ascii_are_letters():
    assert codes("Ça va, déjà vu", "ça va", "déjà") == ["déjà", "ça va"]
    assert codes("выборы завтра", "выборы", "завтр") == ["выборы"]


def test_terms_are_told_once_and_a_term_may_stand_for_two_codes():
    sought = [Sought("janji", "a"), Sought("janji", "b"), Sought("ingkar janji", "b")]
    assert found(["ingkar janji, janji janji"], sought) == {0: {"a": ["janji"], "b": ["ingkar janji", "janji"]}}


def test_signs_in_a_term_are_no_pattern():
    assert codes("q a (abc) c++", "q&a", "a.c", "c++", "(", "[x]") == ["c++", "q&a"]
    assert words("Don't  STOP!") == "don t stop"


def test_nothing_sought_finds_nothing():
    assert found(["visi"], []) == {0: {}}
    assert found(["visi"], [Sought("…", "v")]) == {0: {}}


@pytest.mark.parametrize("chunk", [3, 7, 500])
def test_it_finds_what_a_slow_search_finds(chunk):
    rng = random.Random(chunk)
    alphabet = ["a", "b", "c", "d", "é"]
    terms = sorted({" ".join(rng.choices(alphabet, k=rng.randint(1, 3))) for _ in range(25)})
    texts = [" ".join(rng.choices([*alphabet, "x"], k=rng.randint(1, 9))) for _ in range(150)]
    slow = {i: sorted(t for t in terms if f" {t} " in f" {text} ") for i, text in enumerate(texts)}
    quick = found(texts, [Sought(t, t) for t in terms], chunk)
    assert {i: sorted(c) for i, c in quick.items()} == slow


def test_chunks_stay_small():
    many = plan([Sought(f"kata{i} kata{i + 1}", "c") for i in range(1_300)])
    assert max(map(len, many.chunks)) <= 500
    assert sum(map(len, many.chunks)) == 1_300
