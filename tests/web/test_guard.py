"""Who may see what, and what an attacker tries."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import polars as pl
import pytest

from suara.errors import StudyError
from suara.reduce.coders.ledger import Ledger
from suara.web.accounts import Accounts
from tests.web.conftest import Client, opened, serving

PASSWORD = "a long password"
READING = (
    "/",
    "/data",
    "/measures",
    "/measures/posts.json",
    "/triangulation",
    "/findings",
    "/posts",
    "/actors",
    "/pictures",
    "/coding",
)


@pytest.fixture
def guarded(own: Path) -> Iterator[Callable[[str | None], Client]]:
    """A dashboard that others can reach: ``guarded("rita")`` is that visitor, ``guarded(None)`` nobody."""
    accounts = Accounts.open(own)
    for name, role in (
        ("rita", "reader"),
        ("ani", "coder"),
        ("budi", "coder"),
        ("susi", "supervisor"),
        ("owen", "owner"),
    ):
        accounts.add(name, role, PASSWORD)
    opened(own, 6, ["ani", "budi"])
    visitors: list[Client] = []
    with serving(own, local=False) as address:

        def visitor(name: str | None) -> Client:
            visitors.append(Client(base_url=address, timeout=60))
            if name:
                assert visitors[-1].send_form("/signin", name=name, password=PASSWORD).status_code == 303
            return visitors[-1]

        yield visitor
        for one in visitors:
            one.close()


def test_nothing_is_seen_before_signing_in(guarded: Callable[[str | None], Client]) -> None:
    nobody = guarded(None)
    for path in (*READING, "/room", "/rounds", "/row?file=data/posts.csv&row=1", "/report.html", "/progress.json"):
        answer = nobody.get(path)
        assert answer.status_code == (401 if path.endswith(".json") else 303), path
    assert nobody.get("/posts?actor=ani").headers["location"] == "/signin?next=%2Fposts%3Factor%3Dani"


def test_roles(guarded: Callable[[str | None], Client]) -> None:
    reader, coder, supervisor, owner = map(guarded, ("rita", "ani", "susi", "owen"))
    for path in READING:
        assert reader.get(path).status_code == supervisor.get(path).status_code == owner.get(path).status_code == 200
        assert coder.get(path).status_code == (200 if path == "/coding" else 403)
    for path in ("/rounds", "/rounds/pilot", "/quarantine", "/history.json", "/audit"):
        assert [one.get(path).status_code for one in (reader, coder, supervisor, owner)] == [403, 403, 200, 200]
    raw = "/row?file=data/posts.csv&row=1"
    assert [one.get(raw).status_code for one in (reader, coder, supervisor, owner)] == [403, 403, 403, 200]
    assert [one.send_form("/run", "/coding").status_code for one in (reader, coder, supervisor)] == [403, 403, 403]
    assert reader.get("/room").status_code == 403 and coder.get("/room").status_code == 200


def test_ordinary_people_are_not_shown_to_readers(guarded: Callable[[str | None], Client]) -> None:
    assert "orang biasa" not in guarded("rita").get("/posts.csv").text
    assert guarded("rita").get("/post?platform=x&id=999").status_code == 404


def test_readers_see_nothing_of_a_study_that_names_no_actors(
    guarded: Callable[[str | None], Client], own: Path
) -> None:
    actors = own / "out/store/tables/actors.parquet"
    pl.read_parquet(actors).clear().write_parquet(actors)
    (own / "study.toml").touch()
    reader = guarded("rita")
    assert {
        reader.get(path).status_code
        for path in ("/", "/measures/posts", "/posts", "/actors", "/pictures", "/findings/presence")
    } == {403}
    assert guarded("susi").get("/measures/posts").status_code == 200


def test_a_coder_sees_the_own_queue_only(guarded: Callable[[str | None], Client], own: Path) -> None:
    ani = guarded("ani")
    assert ani.get("/room/pilot", follow_redirects=True).status_code == 200

    Ledger.open(own).open_round(
        "hers",
        "attack",
        __import__("polars").DataFrame({"unit": ["1"], "sampling_probability": [1.0], "stratum": ["a"]}),
        ["budi"],
    )
    assert ani.get("/room/hers").status_code == 404
    assert "hers" not in ani.get("/room").text


def test_a_form_without_the_sessions_token_changes_nothing(guarded: Callable[[str | None], Client]) -> None:
    owner = guarded("owen")
    other = re.search(r'name="csrf_token" value="(\w+)"', guarded("susi").get("/rounds").text)
    assert other
    for token in ("", "0" * 40, other[1]):
        for path in ("/run", "/rounds/pilot/lock", "/signout", "/rounds"):
            assert (
                owner.post(path, data={"csrf_token": token, "codes": "attack", "coders": "x", "n": "1"}).status_code
                == 403
            )
        assert (
            owner.post(
                "/room/pilot/codings",
                json=[{"key": "k" * 10, "unit": "1", "code": "attack", "value": "1"}],
                headers={"X-Csrf-Token": token},
            ).status_code
            == 403
        )


def test_forms_of_another_site_are_refused_whatever_they_carry(client: Client) -> None:
    token = re.search(r'name="csrf_token" value="(\w+)"', client.get("/").text)
    assert token
    for headers in ({"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        assert client.post("/run", data={"csrf_token": token[1]}, headers=headers).status_code == 403


def test_a_planted_session_is_worth_nothing(guarded: Callable[[str | None], Client]) -> None:
    victim, planted = guarded(None), "planted-by-somebody-else-0000000000"
    victim.cookies.set("suara", planted)
    assert victim.send_form("/signin", name="owen", password=PASSWORD).status_code == 303
    assert victim.get("/").status_code == 200
    attacker = guarded(None)
    attacker.cookies.set("suara", planted)
    assert attacker.get("/").status_code == 303


def test_signing_out_ends_the_session(guarded: Callable[[str | None], Client]) -> None:
    owner = guarded("owen")
    kept = owner.cookies["suara"]
    assert owner.send_form("/signout", "/").status_code == 303
    owner.cookies.clear()
    owner.cookies.set("suara", kept)
    assert owner.get("/").status_code == 303


def test_another_role_counts_at_once_and_a_removed_account_is_out(
    guarded: Callable[[str | None], Client], own: Path
) -> None:
    owner, susi = guarded("owen"), guarded("susi")
    Accounts.open(own).add("susi", "reader", PASSWORD)
    Accounts.open(own).remove("owen")
    assert susi.get("/rounds").status_code == 303 and owner.get("/").status_code == 303


def test_brute_force_is_stopped_even_before_the_right_password(guarded: Callable[[str | None], Client]) -> None:
    nobody = guarded(None)
    said = [nobody.send_form("/signin", name="owen", password=f"guess {i}").status_code for i in range(6)]
    assert said == [401] * 5 + [429]
    late = nobody.send_form("/signin", name="owen", password=PASSWORD)
    assert late.status_code == 429 and late.headers["retry-after"] == "900"
    assert nobody.send_form("/signin", name="nobody-of-that-name", password="guess").status_code == 401


def test_the_cookie_is_for_this_site_alone(guarded: Callable[[str | None], Client]) -> None:
    cookie = guarded(None).get("/signin").headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie


def test_a_wish_to_go_elsewhere_after_signing_in_is_not_granted(guarded: Callable[[str | None], Client]) -> None:
    for wish in ("http://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        assert guarded(None).send_form("/signin", name="rita", password=PASSWORD, next=wish).headers["location"] == "/"


@pytest.mark.parametrize("path", ["/", "/posts", "/measures.json", "/static/style.css", "/nothing", "/report.html"])
def test_every_answer_says_that_nothing_from_elsewhere_may_run(client: Client, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy or "default-src 'none'" in policy
    assert "script-src 'self'" in policy or "script" not in policy
    assert "unsafe-inline" not in policy or path == "/report.html"
    assert (
        headers["x-content-type-options"] == "nosniff"
        and headers["x-frame-options"] == "DENY"
        and headers["referrer-policy"] == "same-origin"
    )
    assert "server" not in headers or "uvicorn" in headers["server"]


def test_another_name_for_this_machine_is_refused(home: str) -> None:
    """DNS rebinding: a site whose name suddenly means 127.0.0.1."""
    for host in ("evil.example", "evil.example:80", "127.0.0.1.evil.example", ""):
        assert httpx.get(home + "/", headers={"Host": host}).status_code == 400
    for host in ("localhost", "127.0.0.1:99", "[::1]:8700"):
        assert httpx.get(home + "/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "file", ["../study.toml", "/etc/passwd", "data/../../secret", "data/../study.toml", "study.toml", "codings.sqlite", "accounts.sqlite", "data", "data/..", "..\\study.toml", "data/%2e%2e/study.toml"],
)  # fmt: skip
def test_only_files_of_data_are_shown(client: Client, file: str) -> None:
    assert client.get("/row", params={"file": file, "row": "1"}).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2f..%2fstudy.py",
        "/report.html/../../study.toml",
        "/report.toml",
    ],
)
def test_no_path_leads_out_of_the_pages(home: str, path: str) -> None:
    with httpx.Client(base_url=home) as raw:
        asked = raw.build_request("GET", home)
        asked.url = asked.url.copy_with(raw_path=path.encode())
        assert raw.send(asked).status_code == 404


def test_sql_in_filters_is_text(client: Client) -> None:
    before = client.get("/posts.json").headers["x-total-rows"]
    for wish in (
        "x'; DROP VIEW captures_posts; --",
        "x' UNION SELECT * FROM read_csv('/etc/passwd') --",
        '"; ATTACH',
        "x%' OR '1'='1",
    ):
        assert client.get("/posts.json", params={"platform": wish}).status_code == 400
        assert client.get("/post", params={"platform": "x", "id": wish}).status_code == 404
        assert client.get("/actors.json", params={"find": wish}).json() == []
        assert client.get("/posts.json", params={"measure": wish}).status_code in (200, 400, 404)
    assert client.get("/posts.json").headers["x-total-rows"] == before


def test_a_body_larger_than_any_form_is_refused(client: Client) -> None:
    assert client.post("/signin", content=b"x" * (2 << 20)).status_code == 413


def test_short_passwords_bad_names_and_unknown_roles_are_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(StudyError) as error:
        Accounts.open(tmp_path).add("a b", "king", "short")
    assert len(error.value.problems) == 3


def test_passwords_and_sessions_are_kept_as_hashes(guarded: Callable[[str | None], Client], own: Path) -> None:
    token = guarded("owen").cookies["suara"]
    kept = b"".join(p.read_bytes() for p in own.glob("accounts.sqlite*"))
    assert PASSWORD.encode() not in kept and token.encode() not in kept and b"$argon2id$" in kept


def test_another_host_demands_an_owner(own: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "suara", "serve", str(own), "--host", "0.0.0.0", "--port", "0"],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 1 and "suara user add" in done.stderr and "Traceback" not in done.stderr


def test_the_command_for_accounts(own: Path, monkeypatch: pytest.MonkeyPatch, suara: Callable[..., object]) -> None:
    monkeypatch.setenv("SUARA_PASSWORD", PASSWORD)
    assert suara("user", "add", own, "rita", "--role", "reader").code == 0  # type: ignore[attr-defined]
    assert suara("user", "list", own).out == "rita\treader\n"  # type: ignore[attr-defined]
    assert suara("user", "remove", own, "rita").code == 0  # type: ignore[attr-defined]
    assert suara("user", "remove", own, "rita").code == 1  # type: ignore[attr-defined]
    assert suara("user", "add", own, "rita", "--role", "king").code == 1  # type: ignore[attr-defined]
    assert suara("user", "bake", own).code == 2  # type: ignore[attr-defined]
