"""Stories: a planted share of press-first is found again; coarse clocks widen the bounds and never the claim."""

from datetime import timedelta

import numpy as np
import polars as pl
import pytest

from suara.engine.buckets import OneBucket
from suara.engine.shingles import common, shared_texts, shared_words
from suara.triangulate.stories import coverage_of, stories, who_first

from .made_stories import START, planted, study

NEWS = "Presiden meresmikan jembatan baru di kota pelabuhan pada hari Senin pagi"


def article(i, hours, title=NEWS, outlet="Koran A", precision="minute", **more):
    return {"id": f"a{i}", "outlet": outlet, "published_at": START + timedelta(hours=hours), "title": title,
            "published_precision": precision, **more}  # fmt: skip


def post(i, hours, text=NEWS, **more):
    return {"platform": "x", "id": f"p{i}", "created_at": START + timedelta(hours=hours), "text": text, **more}


def told(posts, articles, **options):
    return stories(shared_texts(OneBucket(study(posts, articles)), "Asia/Jakarta", **options))


def test_a_planted_share_is_found_again():
    errors, recalls = [], []
    for seed in range(12):
        posts, articles, true = planted(seed, press_first=0.3 + 0.04 * seed)
        found = told(posts, articles)
        recalls.append(found.shared.height / 400)
        errors.append(who_first(found.frame).told.estimate - true)
    assert np.mean(recalls) >= 0.95
    assert max(abs(e) for e in errors) <= 0.03


def test_days_without_hour_give_bounds_that_hold_the_truth():
    for seed in range(6):
        posts, articles, true = planted(seed, precision="day")
        first = who_first(told(posts, articles).frame)
        assert first.least.estimate - 0.03 <= true <= first.most.estimate + 0.03
        assert first.most.estimate - first.least.estimate > 0.1


@pytest.mark.parametrize(
    ("hours", "precision", "order"),
    [(30, "minute", "press"), (9, "minute", "social"), (10.2, "minute", "tie"), (30, "day", "unclear"), (34.6, "day", "press"),
     (10.6, "quarter", "unclear"), (11, "quarter", "press"), (9.4, "day", "social"), (10.0, "quarter", "tie")],
)  # fmt: skip
def test_who_was_first_by_the_clock(hours, precision, order):
    found = told([post(1, hours)], [article(1, 10, precision=precision)])
    assert found.frame["order"].to_list() == [order]


def test_copies_links_and_what_is_in_one_medium_only():
    posts = [
        post(1, 5, "RT @warga: " + NEWS.upper() + " https://t.co/abc"),
        post(2, 3),
        post(3, 9, "lihat ini", urls=["https://www.koran.id/berita/7?utm=x"]),
        post(4, 2, "sesuatu yang sama sekali lain dan hanya di sini"),
    ]
    articles = [
        article(1, 6), article(2, 4, NEWS + " kata sumber", "Koran B"),
        article(7, 1, "Harga beras turun", url="http://koran.id/berita/7"), article(8, 1, "Debat ketiga ditunda sampai pekan depan"),
    ]  # fmt: skip
    found = told(posts, articles)
    by = {row["title"]: row for row in found.frame.iter_rows(named=True)}
    bridge = by[NEWS + " kata sumber"]
    assert (bridge["order"], bridge["posts"], bridge["articles"], bridge["outlets"]) == ("social", 2, 2, 2)
    assert (by["Harga beras turun"]["order"], by["Harga beras turun"]["linked"]) == ("press", True)
    assert by["Debat ketiga ditunda sampai pekan depan"]["order"] == "press only"
    assert found.count("social only") == 1
    first, second, covered = coverage_of(found.outlets)
    assert (first, second, covered.n) == ("Koran A", "Koran B", 3)


def test_only_the_public_where_it_is_asked():
    posts = [post(1, 5, actor_id="a"), post(2, 9)]
    assert told(posts, [article(1, 7)]).frame["order"].to_list() == ["social"]
    assert told(posts, [article(1, 7)], public=True).frame["order"].to_list() == ["press"]


def test_how_people_speak_is_no_story():
    posts = [post(i, i, f"mari kita coblos nomor dua bersama {i} kawan{i}") for i in range(60)]
    found = told(posts, [article(1, 1, "Seruan mari kita coblos nomor dua bersama terdengar")])
    assert found.shared.is_empty()


def test_without_press_or_time_nothing_is_compared():
    found = shared_texts(OneBucket(study([post(1, 1)], [{"id": "a", "outlet": "K", "title": NEWS}])), "Asia/Jakarta")
    assert found.untimed == 1
    assert stories(found).frame.is_empty()
    assert who_first(stories(found).frame).told.estimate is None
    assert stories(shared_texts(OneBucket(study([], [])), "UTC")).count("social only") == 0
    assert coverage_of(pl.DataFrame(schema={"story": pl.Int64, "outlet": pl.String})) is None


def test_the_words_that_match_are_the_evidence():
    assert common(["a", "b", "c", "d", "x", "e", "f", "g"], ["z", "a", "b", "c", "y", "e", "f", "g"]) == "a b c … e f g"
    at = OneBucket(study([post(1, 5)], [article(1, 6)]))
    found = shared_texts(at, "UTC")
    row = stories(found).frame.row(0, named=True)
    assert shared_words(at, found, [(row["social"], row["press"])]) == [("p1", NEWS, NEWS.lower())]
