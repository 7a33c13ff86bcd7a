"""The reference list: as APA writes it, and silent about what the bibliography does not know."""

from __future__ import annotations

from pathlib import Path

import pytest

from suara.report.references import cited, references, works
from suara.words import speaking


def written(key: str, path: Path | None = None) -> str:
    (work,) = references([key]) if path is None else references([key], path)
    return f"{work.before}{work.italic}{work.after} {work.url}".strip()


def test_an_article_and_a_book() -> None:
    assert written("kruikemeier2018") == (
        "Kruikemeier, S., Gattermann, K., & Vliegenthart, R. (2018). Understanding the dynamics of politicians' "
        "visibility in traditional and social media. The Information Society, 34(4), 215–228. "
        "https://doi.org/10.1080/01972243.2018.1463334"
    )
    miles = "Miles, M. B., & Huberman, A. M. (1994). Qualitative data analysis: An expanded sourcebook"
    assert written("miles1994") == f"{miles} (2nd ed.). Sage."
    with speaking("id"):
        assert written("miles1994") == f"{miles} (edisi ke-2). Sage."


def test_particles_editors_and_titles_that_end_in_a_question_mark() -> None:
    assert written("kruikemeier2013").startswith(
        "Kruikemeier, S., van Noort, G., Vliegenthart, R., & de Vreese, C. H. ("
    )
    assert "Fenoll, V. (Eds.). (2021). " in written("hassler2021")
    with speaking("id"):
        assert "Fenoll, V. (Ed.). (2021). " in written("hassler2021")


def test_what_is_not_known_is_left_out(tmp_path: Path) -> None:
    bib = tmp_path / "own.bib"
    bib.write_text("@article{a, author={Sari, Dewi}, title={Why?}, journal={Jurnal}, year={2020}}", encoding="utf-8")
    assert written("a", bib) == "Sari, D. (2020). Why? Jurnal."


def test_in_the_text() -> None:
    keys = ("kruikemeier2014", "spierings2014", "bright2020", "not_there")
    assert [cited(key) for key in keys] == [
        *("Kruikemeier (2014)", "Spierings & Jacobs (2014)", "Bright et al. (2020)", "not_there"),
    ]
    with speaking("id"):
        assert cited("bright2020") == "Bright dkk. (2020)"


def test_the_list_is_sorted_and_has_each_work_once() -> None:
    listed = references(["wells2016", "bene2023", "wells2016", "zz_unknown"])
    assert [work.key for work in listed] == ["bene2023", "wells2016", "zz_unknown"]


@pytest.mark.parametrize("key", sorted(works()))
def test_every_work_has_people_a_year_a_title_and_a_key_that_says_so(key: str) -> None:
    entry = works()[key]
    assert entry.fields_dict.get("author") or entry.fields_dict.get("editor")
    assert str(entry.fields_dict["title"].value)
    assert key.endswith(str(entry.fields_dict["year"].value))
    assert "{" not in written(key) and "\\" not in written(key)
