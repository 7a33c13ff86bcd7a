"""A language model as a coder: asked in several wordings, every answer kept, what most wordings say counts.

Answers lie in ``DIR/codings-model/answers.jsonl`` beside ``study.toml``: they cost money and cannot be computed again. The
same question in the same wording to the same model about the same text is never asked twice. The model is one more coder:
what it says is a surrogate, corrected by people or marked; how far its wordings agree with each other is told.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from suara.engine.store import Store
from suara.errors import Problem, StudyError
from suara.estimators.agreement import Agreement, alpha, percent_agreement
from suara.reduce.code import Code
from suara.reduce.codebook import Codebook
from suara.reduce.coders.asking import Answer, Asker
from suara.reduce.coders.best import slug
from suara.words import _

FOLDER, ANSWERS = "codings-model", "answers.jsonl"
CODINGS: dict[str, Any] = {
    "platform": pl.String, "unit": pl.String, "code": pl.String, "value": pl.String, "coder": pl.String, "kind": pl.String,
    "confidence": pl.Float64, "extras": pl.String,
}  # fmt: skip

WORDINGS = (
    "You code posts of political campaigns for a study. Decide by the definition and the rule alone, not by what you would expect. "
    "Answer with the value and how sure you are, from 0 to 1.",
    "Act as a careful research assistant who applies a codebook to social media posts. Read the post, then the rule, then choose exactly "
    "one value. Give your confidence between 0 and 1.",
    "Below are an entry of a codebook and a post in Indonesian, English or another language. Which value does the entry give to the post? "
    "If in doubt, follow the rule to the letter. State the value and a confidence from 0 to 1.",
)
"""Three ways to put the same question: where they differ, it is the wording that codes."""


@dataclass(frozen=True)
class Prompt:
    """A question about a code in one wording. ``id``: the same for the same words."""

    wording: int
    system: str
    entry: str
    values: tuple[str, ...]

    @property
    def id(self) -> str:
        """Hash of everything that stands before the post."""
        return hashlib.sha256(f"{self.system}\0{self.entry}".encode()).hexdigest()[:16]

    def question(self, text: str) -> str:
        """What is asked about a post."""
        return f'{self.entry}\n\nPost:\n"""\n{text}\n"""'


@dataclass(frozen=True)
class Asked:
    """What came of asking: posts, answers from before and new ones, and what was counted on the way."""

    posts: int
    known: int
    counted: Counter[str]
    tokens_in: int
    tokens_out: int
    stopped: str | None
    agreement: Agreement | None
    same: float | None


def prompts(code: Code, wordings: int) -> list[Prompt]:
    """The code's entry in the codebook as a question, in so many wordings."""
    if code.kind == "interval":
        raise StudyError(Problem(code.name, _("a model is asked for values that the codebook lists, not for measurements."), _("Ask for another code.")))  # fmt: skip
    listed = "\n".join(f"- {v.value}: {v.en}" for v in code.values)
    shown = [("Is", code.yes), ("Is not", code.no)]
    examples = "".join(f"\n{what}: {'; '.join(texts)}" for what, texts in shown if texts)
    entry = f"Code: {code.name}\nDefinition: {code.definition}\nRule: {code.rule}{examples}\nValues:\n{listed}"
    values = tuple(v.value for v in code.values)
    return [Prompt(i, system, entry, values) for i, system in enumerate(WORDINGS[:wordings])]


def ask_about(
    posts: pl.DataFrame, code: Code, asker: Asker, root: Path, *, wordings: int, most: int,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Asked:  # fmt: skip
    """Ask about posts (platform, id, text) that are not answered yet, ``most`` questions at most; keep every answer at once."""
    put = prompts(code, wordings)
    before = {a["key"] for a in answers(root) if a["value"] is not None}
    known, questions = 0, 0
    folder = root / FOLDER
    folder.mkdir(exist_ok=True)
    with (folder / ANSWERS).open("a", encoding="utf-8") as file:
        for n, (platform, unit, text) in enumerate(posts.select("platform", "id", "text").iter_rows()):
            for prompt in put:
                key = _key(asker.endpoint.model, prompt, text)
                known += key in before
                if key in before or asker.stopped or questions >= most:
                    continue
                questions += 1
                answer = asker.ask(prompt.system, prompt.question(text), prompt.values)
                row = _row(key, platform, unit, code, prompt, asker.endpoint.model, answer)
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
                file.flush()
            progress(n + 1, posts.height)
    stopped = asker.stopped or (
        _("the limit of {n} questions is reached.").format(n=most) if questions >= most else None
    )
    told = _agreement(root, code, asker.endpoint.model)
    return Asked(posts.height, known, asker.counted, asker.tokens_in, asker.tokens_out, stopped, *told)


def _key(model: str, prompt: Prompt, text: str) -> str:
    return hashlib.sha256(f"{model}\0{prompt.id}\0{text}".encode("utf-8", "replace")).hexdigest()[:32]


def _row(
    key: str, platform: str, unit: str, code: Code, prompt: Prompt, model: str, answer: Answer
) -> dict[str, Any]:  # fmt: skip
    return {
        "key": key, "platform": platform, "unit": unit, "code": code.name, "value": answer.value, "confidence": answer.confidence,
        "reason": answer.reason, "raw": answer.raw, "model": model, "revision": answer.revision, "wording": prompt.wording, "prompt": prompt.id,
        "temperature": 0, "tokens_in": answer.tokens_in, "tokens_out": answer.tokens_out, "at": datetime.now(UTC).isoformat(timespec="seconds"),
    }  # fmt: skip


def answers(root: Path) -> Iterator[dict[str, Any]]:
    """Every answer that was kept, in order; a line cut short by a kill says nothing."""
    path = root / FOLDER / ANSWERS
    if path.exists():
        with path.open(encoding="utf-8") as file:
            for line in file:
                try:
                    yield json.loads(line)
                except ValueError:
                    continue


def _latest(root: Path) -> dict[tuple[str, str, str, str], dict[int, dict[str, Any]]]:
    """(model, code, platform, unit) → wording → the last usable answer."""
    found: dict[tuple[str, str, str, str], dict[int, dict[str, Any]]] = {}
    for a in answers(root):
        if a.get("value") is not None:
            found.setdefault((a["model"], a["code"], a["platform"], a["unit"]), {})[int(a["wording"])] = a
    return found


def _agreement(root: Path, code: Code, model: str) -> tuple[Agreement | None, float | None]:
    """How far the wordings agree: Krippendorff's α and percent agreement."""
    rows = [by for (m, c, _p, _u), by in _latest(root).items() if (m, c) == (model, code.name)]
    wordings = sorted({w for by in rows for w in by})
    if len(wordings) < 2:
        return None, None
    ratings = [[by[w]["value"] if w in by else None for w in wordings] for by in rows]
    return alpha(ratings, scale="ordinal" if code.kind == "ordinal" else "nominal"), percent_agreement(ratings).estimate


def code_by_model(codebook: Codebook, root: Path, store: Store) -> Path | None:
    """What models answered, as codings: a row a post, code and model; null where none was ever asked.

    The value of most wordings; of as many against as many the first wording's. Confidence: the share of wordings that say
    so, times what they said of themselves.
    """
    target = store.tables / "codings_model.parquet"
    known = {slug(c) for c in codebook.codes}
    rows = [_coding(*key, by) for key, by in sorted(_latest(root).items()) if slug(key[1]) in known]
    if not rows:
        target.unlink(missing_ok=True)
        return None
    pl.DataFrame(rows, schema=CODINGS, orient="row").write_parquet(target)
    return target


def _coding(model: str, code: str, platform: str, unit: str, by: dict[int, dict[str, Any]]) -> tuple[Any, ...]:
    counts = Counter(a["value"] for a in by.values())
    most = max(counts.values())
    value = next(by[w]["value"] for w in sorted(by) if counts[by[w]["value"]] == most)
    sure = [a["confidence"] for a in by.values() if a["value"] == value and a["confidence"] is not None]
    confidence = most / len(by) * (sum(sure) / len(sure)) if sure else None
    extras = {"platform": platform, "wordings": {str(w): by[w]["value"] for w in sorted(by)}, "prompts": sorted({a["prompt"] for a in by.values()})}  # fmt: skip
    return platform, unit, code, value, f"model:{model}", "model", confidence, json.dumps(extras, ensure_ascii=False)
