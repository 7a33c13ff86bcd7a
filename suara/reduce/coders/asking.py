"""Asking a language model: one question, one value, over any endpoint that speaks OpenAI's chat completions.

The address, the model's name and the key come from ``SUARA_MODEL_URL``, ``SUARA_MODEL_NAME`` and ``SUARA_MODEL_KEY``
(local servers need no key): without the first two nothing is ever asked. The answer's shape is asked for as a JSON schema
and checked all the same.
"""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from suara.errors import Problem, StudyError
from suara.words import N_, _

URL, NAME, KEY = "SUARA_MODEL_URL", "SUARA_MODEL_NAME", "SUARA_MODEL_KEY"
TRIES = 3
LONGEST_WAIT = 60.0
"""Seconds: an endpoint that wants more patience is left for another day."""
IN_A_ROW = 5
"""Questions in a row without a usable answer, after which asking stops."""

NONSENSE = N_("the answer is no value of this code")
TIMED_OUT = N_("no answer in time")
LIMITED = N_("the endpoint asks to slow down")
BROKEN = N_("the endpoint failed")


@dataclass(frozen=True)
class Endpoint:
    """Where a model is asked. ``seconds``: how long one answer may take; ``pause``: seconds between questions."""

    url: str
    model: str
    key: str | None = None
    seconds: float = 60.0
    pause: float = 0.0

    @classmethod
    def configured(cls, seconds: float = 60.0, pause: float = 0.0) -> Endpoint:
        """From the environment; where it says nothing, the model is off, and that is said."""
        url, name = os.environ.get(URL), os.environ.get(NAME)
        if not url or not name:
            mend = _(
                "Set {url} (for instance http://localhost:11434/v1) and {name}; {key} if the endpoint wants a key."
            )
            raise StudyError(Problem(_("model"), _("no language model is set up, so none is asked."), mend.format(url=URL, name=NAME, key=KEY)))  # fmt: skip
        return cls(url.rstrip("/"), name, os.environ.get(KEY) or None, seconds, pause)


@dataclass(frozen=True)
class Answer:
    """One answer: ``value`` and the model's own ``confidence`` (0 to 1), or the ``reason`` why there is none."""

    value: str | None
    confidence: float | None = None
    reason: str | None = None
    raw: str | None = None
    tokens_in: int = 0
    tokens_out: int = 0
    revision: str | None = None


@dataclass
class Asker:
    """Asks one question after the other, and counts what happens. ``stopped``: why asking ended before its time."""

    endpoint: Endpoint
    client: httpx.Client
    sleep: Callable[[float], None] = time.sleep
    counted: Counter[str] = field(default_factory=Counter)
    tokens_in: int = 0
    tokens_out: int = 0
    stopped: str | None = None
    in_a_row: int = 0
    with_schema: bool = True
    prices: tuple[float, float] = (0.0, 0.0)
    most_cost: float | None = None

    @property
    def cost(self) -> float:
        """What was spent so far; ``prices`` are of a million tokens, asked and answered."""
        return (self.tokens_in * self.prices[0] + self.tokens_out * self.prices[1]) / 1e6

    def ask(self, system: str, question: str, values: Sequence[str]) -> Answer:
        """One question, tried three times at most."""
        answer = Answer(None, reason=BROKEN)
        for attempt in range(TRIES):
            answer = self._try(system, question, values, attempt)
            if answer.value is not None or self.stopped:
                break
        self.counted[answer.reason or "answered"] += 1
        self.in_a_row = 0 if answer.value is not None else self.in_a_row + 1
        if self.in_a_row >= IN_A_ROW and not self.stopped:
            self.stopped = _("{n} questions in a row brought no usable answer: {reason}").format(n=IN_A_ROW, reason=_(answer.reason or BROKEN))  # fmt: skip
        if self.most_cost is not None and self.cost >= self.most_cost and not self.stopped:
            self.stopped = _("the limit of {n} spent is reached.").format(n=self.most_cost)
        return answer

    def _try(self, system: str, question: str, values: Sequence[str], attempt: int) -> Answer:
        self.counted["requests"] += 1
        if self.endpoint.pause:
            self.sleep(self.endpoint.pause)
        try:
            response = self.client.post(
                f"{self.endpoint.url}/chat/completions", json=self._body(system, question, values), timeout=self.endpoint.seconds,
                headers={"Authorization": f"Bearer {self.endpoint.key}"} if self.endpoint.key else {},
            )  # fmt: skip
        except httpx.TimeoutException:
            return Answer(None, reason=TIMED_OUT)
        except httpx.HTTPError as error:
            self.sleep(min(2.0**attempt, LONGEST_WAIT))
            return Answer(None, reason=BROKEN, raw=str(error)[:200])
        return self._read(response, values, attempt)

    def _body(self, system: str, question: str, values: Sequence[str]) -> dict[str, Any]:
        schema = {
            "type": "object", "additionalProperties": False, "required": ["value", "confidence"],
            "properties": {"value": {"type": "string", "enum": list(values)}, "confidence": {"type": "number"}},
        }  # fmt: skip
        shape = {"type": "json_schema", "json_schema": {"name": "coding", "strict": True, "schema": schema}}
        return {
            "model": self.endpoint.model, "temperature": 0, "seed": 1, "max_tokens": 200,
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": question}],
            **({"response_format": shape} if self.with_schema else {}),
        }  # fmt: skip

    def _read(self, response: httpx.Response, values: Sequence[str], attempt: int) -> Answer:
        if response.status_code == 429 or (response.status_code == 503 and "retry-after" in response.headers):
            return self._wait(response, attempt)
        if response.status_code in (401, 403, 404):
            said = _("the endpoint refuses ({status}): check {url}, {name} and {key}.")
            self.stopped = said.format(status=response.status_code, url=URL, name=NAME, key=KEY)
            return Answer(None, reason=BROKEN)
        if response.status_code in (400, 422) and self.with_schema:  # some local servers know no schema
            self.with_schema = False
            return Answer(None, reason=BROKEN, raw=response.text[:200])
        if response.is_error:
            self.sleep(min(2.0**attempt, LONGEST_WAIT))
            return Answer(None, reason=BROKEN, raw=response.text[:200])
        return self._understood(response, values)

    def _wait(self, response: httpx.Response, attempt: int) -> Answer:
        self.counted["limited"] += 1
        seconds = _seconds(response.headers.get("retry-after"), 2.0**attempt)
        if seconds > LONGEST_WAIT:
            said = _("the endpoint asks to wait {n} seconds. What was answered is kept: ask again later.")
            self.stopped = said.format(n=round(seconds))
        else:
            self.sleep(seconds)
        return Answer(None, reason=LIMITED)

    def _understood(self, response: httpx.Response, values: Sequence[str]) -> Answer:
        content: Any = None
        try:
            body = response.json()
            content = body["choices"][0]["message"]["content"]
            used = body.get("usage") or {}
            spent = int(used.get("prompt_tokens") or 0), int(used.get("completion_tokens") or 0)
            revision = str(body.get("system_fingerprint") or body.get("model") or "") or None
            said = json.loads(_inner(str(content)))
            value = str(said["value"]).strip()
        except (ValueError, KeyError, TypeError, IndexError, AttributeError):
            return Answer(None, reason=NONSENSE, raw=str(content if content is not None else response.text)[:200])
        self.tokens_in, self.tokens_out = self.tokens_in + spent[0], self.tokens_out + spent[1]
        if value not in values:
            return Answer(None, None, NONSENSE, str(content)[:200], *spent, revision)
        return Answer(value, _confidence(said.get("confidence")), None, str(content)[:200], *spent, revision)


def _inner(content: str) -> str:
    """The object in an answer that talks around it or fences it."""
    first, last = content.find("{"), content.rfind("}")
    return content[first : last + 1] if 0 <= first < last else content


def _confidence(given: Any) -> float | None:
    try:
        return min(1.0, max(0.0, float(given)))
    except (TypeError, ValueError):
        return None


def _seconds(said: str | None, otherwise: float) -> float:
    """``Retry-After``: seconds, or a date."""
    if said is None:
        return otherwise
    try:
        return max(0.0, float(said))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return otherwise
