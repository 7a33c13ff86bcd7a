"""Whatever is asked of the addresses that answer in JSON: never a mistake of suara's own."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

NAMES = ["actor", "platform", "from", "to", "lang", "page", "limit", "order", "measure", "id", "file", "row", "find"]
LIKELY = [
    "ani",
    "x",
    "facebook",
    "2024-01-10",
    "0001-01-01",
    "9999-12-31",
    "id",
    "1",
    "2",
    "1000",
    "posts",
    "vote_share",
    "reply_share",
    "newest",
    "data/posts.csv",
    "",
    "%",
    "'",
    "../",
    "٣",
    "\u202e",
    "nan",
]
PATHS = [
    "/data",
    "/coding",
    "/measures",
    "/measures/posts",
    "/measures/vote_share",
    "/actors",
    "/posts",
    "/findings",
    "/findings/presence",
    "/triangulation",
    "/pictures/overview",
    "/quarantine",
    "/post",
    "/row",
    "/",
]


def test_the_description_of_the_addresses_is_kept(home: str) -> None:
    """Schemathesis reads what the addresses say of themselves and asks them everything that fits, and much that does not."""
    schema = schemathesis.openapi.from_url(home + "/openapi.json")
    seen = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.method.upper() != "GET" or not operation.path.endswith(".json"):
            continue
        seen += 1

        @given(case=operation.as_strategy())
        @settings(
            max_examples=8, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
        )
        def ask(case: Any) -> None:
            assert case.call().status_code < 500, case.as_curl_command()

        ask()
    assert seen >= 9


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    path=st.sampled_from(PATHS),
    form=st.sampled_from(["", ".json", ".csv"]),
    pairs=st.lists(
        st.tuples(st.sampled_from(NAMES), st.one_of(st.sampled_from(LIKELY), st.text(max_size=20))), max_size=4
    ),
)
def test_likely_and_unlikely_filters(home: str, path: str, form: str, pairs: list[tuple[str, str]]) -> None:
    answer = httpx.get(home + path + form, params=pairs)
    assert answer.status_code in (200, 303, 400, 404), (answer.url, answer.status_code)
    if answer.status_code == 200 and form == ".json":
        assert isinstance(answer.json(), list)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "POST", "HEAD", "OPTIONS"])
def test_other_methods_are_no_mistake_of_suaras_own(home: str, method: str) -> None:
    for path in ("/", "/measures.json", "/posts", "/run", "/signin", "/static/style.css"):
        assert httpx.request(method, home + path).status_code < 500
