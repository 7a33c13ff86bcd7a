"""The dashboard as people use it, in a real browser: no console error, no request to another host."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from suara.reduce.coders.ledger import Ledger
from tests.web.conftest import opened, serving, watched
from tests.web.test_pages import PAGES


def test_open_filter_follow_a_number_to_its_posts_switch_language(page: Any, home: str) -> None:
    page.goto(home + "/?lang=en")
    assert page.inner_text("h1") == "Pemilu <b>uji</b>"
    page.click("nav.road >> text=Data display")
    page.click('main >> :text-is("reply_share")')
    page.select_option("select[name=platform]", "x")
    page.click("form.filters button")
    assert "platform=x" in page.url and "reply_share" in page.url
    link = page.locator("td.num a").first
    shown = link.inner_text()
    link.click()
    assert page.url.startswith(home + "/posts?") and "platform=x" in page.url and "measure=reply_share" in page.url
    assert page.locator("ol.posts > li").count() > 0 and shown.endswith("%")
    page.click("ol.posts > li >> text=the post >> nth=0")
    assert re.search(r"data/posts.csv, row \d+", page.inner_text("main"))
    page.click("nav.languages >> text=Indonesia")
    assert page.get_attribute("html", "lang") == "id" and "/post?" in page.url
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"


def test_download_xlsx(page: Any, home: str) -> None:
    page.goto(home + "/measures/posts?platform=x")
    with page.expect_download() as download:
        page.click("p.forms >> text=XLSX")
    sheet = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes())).active
    assert sheet is not None and [c.value for c in sheet[1]][:2] == ["measure", "actor_id"] and sheet.max_row == 7


def test_texts_of_posts_do_nothing(page: Any, home: str) -> None:
    for path in ("/posts", "/posts?actor=budi", "/post?platform=x&id=20001", "/row?file=data/posts.csv&row=20"):
        page.goto(home + path)
        assert page.evaluate("window.hacked") is None


def test_every_picture_leads_to_posts(page: Any, home: str) -> None:
    page.goto(home + "/pictures?lang=en")
    assert page.locator("figure.picture svg").count() >= 3
    links = page.eval_on_selector_all(
        "figure.picture svg a",
        "all => all.map(a => a.href.baseVal ?? a.getAttribute('xlink:href') ?? a.getAttribute('href'))",
    )
    assert links and all(link.startswith("/posts") for link in links)
    page.goto(home + links[0])
    assert page.locator("main h1").inner_text() in ("Posts", "Rows")


@pytest.mark.parametrize("path", [*PAGES[:-1], "/signin", "/nothing"])
def test_pages_are_narrow_enough_for_a_phone(chromium: Any, home: str, path: str) -> None:
    with contextlib.closing(chromium.new_context(viewport={"width": 360, "height": 740})) as context:
        page = context.new_page()
        page.goto(home + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize(
    "path", [*PAGES[:-1], "/signin", "/nothing", "/measures?platform=zzz", "/post?platform=x&id=20001"]
)
def test_an_accessibility_checker_finds_nothing_serious(chromium: Any, home: str, path: str) -> None:
    with contextlib.closing(chromium.new_context(bypass_csp=True)) as context:
        page = context.new_page()
        page.goto(home + path)
        assert serious(page) == []


def serious(page: Any) -> list[str]:
    """What axe finds that keeps people out, and where."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{v['id']}: {node['html'][:120]}"
        for v in found
        if v["impact"] in ("serious", "critical")
        for node in v["nodes"]
    ]


@pytest.fixture
def room(own: Path) -> Iterator[str]:
    """A dashboard with a round of ten posts for two coders."""
    opened(own, 10, ["ani", "budi"])
    with serving(own) as address:
        yield address


def test_two_coders_agreement_adjudication_lock(chromium: Any, room: str, own: Path) -> None:
    for coder, second in (("ani", "1"), ("budi", "0")):
        with contextlib.closing(chromium.new_context()) as context:
            page = context.new_page()
            wrong = watched(page)
            code_ten(page, room, coder, second)
            assert not wrong
    with contextlib.closing(chromium.new_context(accept_downloads=True)) as context:
        page = context.new_page()
        wrong = watched(page)
        supervise(page, room)
        assert not wrong
    latest = Ledger.open(own).latest("pilot")
    assert latest.height == 2 * 10 * 2 + 1 and Ledger.open(own).round("pilot").locked


def code_ten(page: Any, room: str, coder: str, second: str) -> None:
    page.goto(room + "/room?lang=en")
    page.fill("input[name=name]", coder)
    page.click("main button")
    page.click("text=pilot")
    for n in range(1, 11):
        page.wait_for_url(re.compile(rf"/room/pilot/{n}\b"))
        page.wait_for_selector("form.code.now")
        page.wait_for_load_state("load")  # keys are heard once the script has run
        page.keyboard.press("1")
        page.keyboard.press("u")  # and taken back
        page.keyboard.press("0")
        page.keyboard.press(second if n % 2 else "0")
    page.wait_for_url(re.compile(r"/room/pilot(\?|$)"))
    assert "You have coded all 10 posts" in page.inner_text("main")


def supervise(page: Any, room: str) -> None:
    page.goto(room + "/rounds/pilot?lang=en")
    text = page.inner_text("main")
    assert "10/10" in text and "5 cases, 5 not decided yet" in text and "50%" in text
    colours = {
        page.locator(f".side-{side}").first.evaluate("e => getComputedStyle(e).backgroundColor") for side in (0, 1)
    }
    assert len(colours) == 2
    assert serious_free(page)
    page.click("form.decide >> nth=0 >> button >> nth=1")
    page.wait_for_selector("text=Decided: present")
    assert "5 cases, 4 not decided yet" in page.inner_text("main")
    page.click("text=Lock this round")
    page.wait_for_selector("p.locked")
    assert page.locator("form.decide").count() == 0


def serious_free(page: Any) -> bool:
    """Axe needs a page whose policy lets it in; here only names of buttons and fields are looked at."""
    return all(
        page.eval_on_selector_all(
            "main button, main input:not([type=hidden])",
            "all => all.map(e => (e.labels?.length || e.textContent.trim() || e.getAttribute('aria-label')) ? true : false)",
        )
    )


def test_the_coding_room_is_accessible(chromium: Any, room: str) -> None:
    with contextlib.closing(chromium.new_context(bypass_csp=True)) as context:
        page = context.new_page()
        page.goto(room + "/room")
        page.fill("input[name=name]", "ani")
        page.click("main button")
        for path in ("/room", "/room/pilot/1", "/rounds", "/rounds/pilot"):
            page.goto(room + path)
            assert serious(page) == []


def test_a_click_waits_in_the_browser_until_the_server_is_back(chromium: Any, room: str, own: Path) -> None:
    with contextlib.closing(chromium.new_context()) as context:
        page = context.new_page()
        page.goto(room + "/room?lang=en")
        page.fill("input[name=name]", "ani")
        page.click("main button")
        page.click("text=pilot")
        page.wait_for_selector("form.code.now")
        page.wait_for_load_state("load")  # keys are heard once the script has run
        context.set_offline(True)
        page.keyboard.press("1")
        page.wait_for_selector("#said.warn")
        assert Ledger.open(own).history().is_empty()
        context.set_offline(False)
        page.reload()  # the browser may even be closed meanwhile
        page.wait_for_selector("#said:has-text('Saved.')")
    (row,) = Ledger.open(own).latest().to_dicts()
    assert (row["coder"], row["code"], row["value"]) == ("ani", "attack", "1")
