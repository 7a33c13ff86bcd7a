"""Words: the catalogue is complete, says the field's own words, and numbers read as each language writes them."""

from __future__ import annotations

import asyncio
import contextvars
import importlib.util
import subprocess
import sys
import threading
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog

from suara import words
from suara.words import _, interval, language, ngettext, number, percent, pvalue, set_language, speaking

ROOT = Path(__file__).resolve().parent.parent


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("words_script", ROOT / "scripts" / "words.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["words_script"] = module
    spec.loader.exec_module(module)
    return module


script = _script()


# The catalogue


def test_every_sentence_of_the_package_is_translated_in_the_words_of_the_field() -> None:
    wrong = script.unmarkable() + script.problems(script.template(), script.read("id"))
    assert not wrong, "python scripts/words.py, then fill suara/locale/id/LC_MESSAGES/suara.po:\n" + "\n".join(wrong)


def test_the_template_holds_what_readers_see() -> None:
    wanted = script.template()
    for text in ("cannot tell", "Answers at a glance", "{n} file was read.", "{number}%"):
        assert wanted.get(text) is not None


def _checked(english: str | tuple[str, str], indonesian: str | tuple[str, ...] | None) -> list[str]:
    wanted, said = Catalog(), Catalog(locale="id")
    wanted.add(english, locations=[("x.py", 1)])
    if indonesian is not None:
        said.add(english, indonesian)
    return script.problems(wanted, said)  # type: ignore[no-any-return]


@pytest.mark.parametrize("said", [None, "", ("",)])
def test_a_missing_translation_is_found(said: str | tuple[str, ...] | None) -> None:
    (problem,) = _checked("{n} posts" if not isinstance(said, tuple) else ("{n} post", "{n} posts"), said)
    assert problem.startswith("x.py: no translation of '{n} post")


@pytest.mark.parametrize("said", ["unggahan", "{jumlah} unggahan", "{n} unggahan {n} {m}", "{n unggahan"])
def test_a_placeholder_that_differs_is_found(said: str) -> None:
    assert "other placeholders" in _checked("{n} posts", said)[0]


def test_the_plural_may_leave_the_number_to_its_other_form() -> None:
    assert not _checked(("one post", "{n} posts"), ("{n} unggahan",))
    assert _checked(("one post", "{n} posts"), ("{m} unggahan",))


@pytest.mark.parametrize(
    ("english", "wrong"),
    [
        ("silence period", "hari tenang"),
        ("engagement", "keterlibatan"),
        ("post", "Postingan partai"),
        ("reach", "keterjangkauan"),
        ("interactivity", "interaksi"),
        ("findings", "temuan"),
        ("we", "kami menghitung"),
        ("us all", "suara kita"),
        ("followers", "pendukung"),
        ("association", "pengaruh"),
        ("goes with votes", "memengaruhi suara"),
    ],
)
def test_a_wrong_word_is_found(english: str, wrong: str) -> None:
    assert "wrong word" in _checked(english, wrong)[0]


@pytest.mark.parametrize(
    ("english", "right"),
    [
        ("silence period", "masa tenang"),
        ("engagement", "keterlibatan audiens"),
        ("engagement", "keterlibatan (audiens)"),
        ("political involvement", "keterlibatan politik"),
        ("interactivity", "interaktivitas"),
        ("interaction of the two", "interaksi keduanya"),
        ("a supervisor's finding", "temuan pengawas"),
        ("followers and supporters", "pengikut dan pendukung"),
        ("effect", "pengaruh"),
        ("first person (kami, kita)", "orang pertama (kami, kita)"),
    ],
)
def test_a_right_word_passes(english: str, right: str) -> None:
    assert not _checked(english, right)


PACKAGE = '''
@measure(construct="interactivity", unit="share of posts, 0 to 1", cite="kruikemeier2014")
def reply_share(post):
    """How much of what an actor posts answers somebody else.

    0 means nothing.
    """

@finding(asks="Do they?", rival="Others do.", uses=["reply_share"])
def both(panel):
    x = _("found {n}").format(n=1)
    return ngettext("one", "many", 2)

def plain():
    """Not for readers."""
'''


def test_sentences_are_found_in_calls_decorators_docstrings_and_templates(tmp_path: Path) -> None:
    package = tmp_path / "pkg"
    (package / "templates").mkdir(parents=True)
    (package / "a.py").write_text(PACKAGE, encoding="utf-8")
    (package / "templates" / "a.html").write_text("<p>{{ _('shown {n}').format(n=3) }}</p>", encoding="utf-8")
    found = {message.id for message in script.template(package) if message.id}
    assert found == {
        *("interactivity", "share of posts, 0 to 1", "How much of what an actor posts answers somebody else."),
        "0 means nothing.",
        *("Do they?", "Others do.", "found {n}", "shown {n}", ("one", "many")),
    }


@pytest.mark.parametrize("code", ['_(f"{n} posts")', '_("a" + b)', "f\"{_('in here')} x\""])
def test_a_sentence_that_no_extraction_can_see_is_refused(tmp_path: Path, code: str) -> None:
    package = tmp_path / "pkg"
    package.mkdir()
    (package / "a.py").write_text(f"x = {code}\n", encoding="utf-8")
    (problem,) = script.unmarkable(package)
    assert problem.startswith("pkg/a.py, line 1: write _(")


def test_new_sentences_arrive_and_translations_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "pkg"
    package.mkdir()
    monkeypatch.setattr(script, "PACKAGE", package)
    (package / "a.py").write_text('_("yes")\n_("gone")\n', encoding="utf-8")
    script.update("id")
    path = script.catalogue_path("id")
    path.write_text(path.read_text("utf-8").replace('msgid "yes"\nmsgstr ""', 'msgid "yes"\nmsgstr "ya"'), "utf-8")
    (package / "a.py").write_text('_("yes")\n_("new")\n', encoding="utf-8")
    script.update("id")
    catalogue = script.read("id")
    assert catalogue.get("yes").string == "ya"
    assert catalogue.get("new").string == ""
    assert "gone" not in path.read_text("utf-8")


# The language


def test_a_sentence_is_said_in_the_language_of_the_context() -> None:
    assert _("cannot tell") == "cannot tell"
    with speaking("id"):
        assert language() == "id"
        assert _("cannot tell") == "belum dapat disimpulkan"
        assert _("nobody translated this") == "nobody translated this"
        assert _("") == ""
    assert language() == "en"


def test_plurals() -> None:
    one, many = "{n} file was read.", "{n} files were read."
    assert [ngettext(one, many, n) for n in (0, 1, 2)] == [many, one, many]
    with speaking("id"):
        assert [ngettext(one, many, n) for n in (0, 1, 2)] == ["{n} berkas dibaca."] * 3
        assert ngettext("untranslated one", "untranslated many", 5) == "untranslated one"


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="en and id"):
        set_language("nl")


def test_two_requests_at_once_keep_their_languages() -> None:
    async def request(tongue: str) -> list[str]:
        set_language(tongue)
        said = []
        for _turn in range(5):
            await asyncio.sleep(0)
            said.append(_("yes"))
        return said

    async def both() -> tuple[list[str], list[str]]:
        indonesian, english = await asyncio.gather(request("id"), request("en"))
        return indonesian, english

    assert asyncio.run(both()) == (["ya"] * 5, ["yes"] * 5)
    assert language() == "en"


def test_a_thread_speaks_the_language_of_the_context_it_runs_in() -> None:
    said: list[str] = []
    with speaking("id"):
        carried = contextvars.copy_context()
        for work in (lambda: said.append(_("no")), lambda: carried.run(lambda: said.append(_("no")))):
            thread = threading.Thread(target=work)
            thread.start()
            thread.join()
    assert said == ["no", "tidak"]


def test_english_sentences_load_no_babel() -> None:
    code = "import sys, suara.words as w; w._('yes'); w.ngettext('a', 'b', 2); print('babel' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert run.stdout.strip() == "False"


# Numbers and dates, as an editor in each language would write them


@pytest.mark.parametrize(
    ("given", "digits", "english", "indonesian"),
    [
        (1234.5, None, "1,234.5", "1.234,5"),
        (204807222, None, "204,807,222", "204.807.222"),
        (0.8364, None, "0.84", "0,84"),
        (0.0123456, None, "0.0123", "0,0123"),
        (3.0, None, "3", "3"),
        (0.7, 2, "0.70", "0,70"),
        (-0.4901, 2, "-0.49", "-0,49"),
        (-0.0001, 2, "0.00", "0,00"),
        (Decimal("2.675"), 1, "2.7", "2,7"),
        (None, None, "–", "–"),
        (float("nan"), 2, "–", "–"),
    ],
)
def test_number(given: float | None, digits: int | None, english: str, indonesian: str) -> None:
    assert number(given, digits) == english
    with speaking("id"):
        assert number(given, digits) == indonesian


def test_percent_points_and_counts() -> None:
    assert (percent(0.126), percent(1), percent(None)) == ("12.6%", "100.0%", "–")
    assert words.points(-0.0169, 2) == "-1.69 percentage points"
    assert words.points(0.1) == "+10.0 percentage points"
    assert words.count(1234.4) == "1,234"
    with speaking("id"):
        assert percent(0.126) == "12,6\u00a0%"
        assert words.points(0.1) == "+10,0 poin persen"


def test_quantities_follow_their_unit() -> None:
    assert words.quantity(0.25, "share of posts, 0 to 1") == "25.0%"
    assert words.quantity(1.0, "Spearman correlation") == "1.00"
    assert words.quantity(12345, "followers") == "12,345"
    assert words.quantity(None, "share of posts, 0 to 1") == "–"


def test_decimals_are_shared_by_an_estimate_and_its_interval() -> None:
    assert words.decimals(9.6, 6.1, 13.4) == 1
    assert words.decimals(0.12, None, 0.5) == 2
    assert words.decimals(3, 5) == 0
    assert words.decimals(None, float("inf")) == 0


def test_p_values() -> None:
    assert [pvalue(p) for p in (0.72, 0.0124, 0.0004, 0.9999, None)] == [
        *("p = 0.72", "p = 0.012", "p < 0.001", "p > 0.99", "–"),
    ]
    assert [pvalue(p, bare=True) for p in (0.72, 0.0004)] == ["0.72", "< 0.001"]
    with speaking("id"):
        assert pvalue(0.72) == "p = 0,72"


def test_intervals() -> None:
    assert interval(0.19, 0.84) == "0.19 to 0.84"
    assert interval(0.126, 0.2, show=percent) == "12.6% to 20.0%"
    assert (interval(None, 0.5), interval(0.5, None), interval(None, None)) == ("at most 0.50", "at least 0.50", "–")
    with speaking("id"):
        assert interval(0.19, 0.84) == "0,19 sampai 0,84"


def test_dates_and_instants() -> None:
    instant = datetime(2024, 2, 14, 0, 30, tzinfo=UTC)
    assert words.day("2024-02-14") == "14 February 2024"
    assert words.moment(instant, "Asia/Jakarta") == "14 February 2024, 07:30 WIB"
    with speaking("id"):
        assert words.day(date(2024, 2, 14)) == "14 Februari 2024"
        assert words.day("2024") == "2024"
        assert words.day(None) == "–"
        assert words.moment("2024-02-13T23:30:00", "Asia/Jayapura") == "14 Februari 2024 pukul 08.30 WIT"
        assert words.listed(["a", "b", "c"]) == "a, b, dan c"
        assert words.listed([]) == "–"
