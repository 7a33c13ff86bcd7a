"""The quality of the coding, as a run left it: agreement of people, machines against people, corrected shares."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from suara.report.coding import coding
from suara.report.document import Text
from suara.report.record import read
from suara.report.tables import Table
from suara.words import speaking
from tests.report.sample import leave, sample

ALPHA = {"estimate": 0.712, "lo": 0.6, "hi": 0.81, "reason": None}
PEOPLE = {"code": "attack", "group": None, "coders": ["ani", "budi"], "scale": "nominal", "n": 120, "alpha": ALPHA, "ac1": ALPHA, "kappa": None,
          "percent": {"estimate": 0.9}, "holsti": {"estimate": 0.9}}  # fmt: skip
MACHINE = {"code": "attack", "coder": "dictionary", "group": None, "value": "1", "n": 120, "precision": 0.8, "recall": None, "f1": None, "accuracy": 0.91,
           "reason": "fewer than 5 posts to which people gave this value: code more"}  # fmt: skip
SHARE = {"estimate": 0.21, "lo": 0.15, "hi": 0.27, "naive": 0.3, "human": 0.2, "coded": 120, "n": 5000, "reason": None}


def left(folder: Path, **files: Any) -> Any:
    run = {**sample("en")["run"], "tables": [{"table": "posts", "rows": 5000}]}
    out = leave(folder / "study", {**sample("en"), "run": run})
    for name, content in files.items():
        (out / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    with speaking("en"):
        return coding(read(out))


def test_agreement_machines_and_corrected_shares_are_tables(tmp_path: Path) -> None:
    by_platform = {**PEOPLE, "group": "platform=x"}
    found = left(tmp_path, agreement={"note": "", "people": [PEOPLE, by_platform], "machines": [MACHINE]},
                 coding={"codes": {"attack": {"values": {"1": SHARE}}}, "measures": {}})  # fmt: skip
    people, machines, shares = (block for block in found if isinstance(block, Table))
    assert people.rows == [["attack", "ani, budi", "120", "0.71", "0.60 to 0.81", "0.71", "90.0%", "0.90"]]
    assert machines.rows[0][:8] == ["attack", "dictionary", "1", "120", "80.0%", "–", "–", "91.0%"]
    assert shares.rows == [["attack", "1", "30.0%", "21.0%", "15.0% to 27.0%", "20.0%", "120", "5,000", "–"]]


def test_codes_that_nobody_checked_are_said_so(tmp_path: Path) -> None:
    measures = {"attack_share": {"corrected": False, "reason": "nobody coded posts for this code"}}
    (said,) = left(tmp_path, coding={"codes": {}, "measures": measures})
    assert isinstance(said, Text) and said.text.endswith("machine coders: nobody coded posts for this code.")


@pytest.mark.parametrize(
    "files", [{}, {"agreement": {"note": "", "people": [], "machines": []}}, {"coding": {"codes": {}, "measures": {}}}]
)
def test_where_nothing_was_coded_there_is_no_section(tmp_path: Path, files: dict[str, Any]) -> None:
    assert left(tmp_path, **files) == []
