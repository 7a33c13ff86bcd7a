"""``suara simulate``: a whole study folder of a made-up campaign, with its truth."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import numpy as np

from suara.errors import Problem, StudyError, UsageError
from suara.simulate.campaign import BEFORE, ELECTION, END, MOST, PLATFORMS, START, VOTERS, Campaign, Design, draw
from suara.simulate.exports import account_id, handle, write_posts
from suara.simulate.reach import write_reach
from suara.words import _

EFFECTS = ("posts", "followers")
OUTLETS = ("Kabar Rekaan", "Harian Andai", "Warta Misal", "TV Umpama")
STUDY = """# A made-up campaign: no party, account, outlet or vote in it exists. What was planted stands in truth.json.
[study]
title = "Kampanye rekaan (benih {seed})"
country = "Nusa Rekaan"
timezone = "Asia/Jakarta"
language = "{language}"

[campaign]
start = {start}
end = {end}
election = {election}
"""


def effects_of(said: Iterable[str]) -> dict[str, float]:
    """``posts=0.2``, ``followers=0.1`` or ``none`` as elasticities; anything else is refused in words."""
    found = dict.fromkeys(EFFECTS, 0.0)
    for one in said:
        name, _equals, size = one.strip().partition("=")
        if one.strip().casefold() == "none":
            continue
        try:
            found[{n: n for n in EFFECTS}[name.strip()]] = float(size)
        except (KeyError, ValueError):
            mend = _("--effect is none, posts=0.2 or followers=0.1, not {said}.").format(said=repr(one))
            raise UsageError(mend) from None
    if not all(abs(size) <= 5 for size in found.values()):
        raise UsageError(_("an effect is an elasticity between -5 and 5."))
    return found


def simulate(target: Path, design: Design, language: str = "id") -> Campaign:
    """Write the campaign of a design into a new folder, and its truth beside the study file."""
    if not 4 <= design.parties <= MOST:
        raise UsageError(_("--parties is 4 to {most}.").format(most=MOST))
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise StudyError(Problem(str(target), _("is not empty."), _("Name a new folder, or an empty one.")))
    campaign = draw(design)
    (target / "data").mkdir(parents=True, exist_ok=True)
    told = STUDY.format(seed=design.seed, language=language, start=START, end=END, election=ELECTION)
    (target / "study.toml").write_text(told, encoding="utf-8")
    truth = json.dumps(campaign.truth(), ensure_ascii=False, indent=1) + "\n"
    (target / "truth.json").write_text(truth, encoding="utf-8")
    _registers(campaign, target)
    write_posts(campaign, target / "data")
    _results(campaign, target / "data" / "results.csv")
    _followers(campaign, target / "data" / "followers.csv")
    _press(campaign, target / "data" / "press.csv")
    write_reach(campaign, target / "data")
    return campaign


def _write(file: Path, header: str, rows: Iterable[Iterable[object]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header.split())
        writer.writerows(rows)


def _registers(campaign: Campaign, target: Path) -> None:
    who = list(enumerate(zip(campaign.ids, campaign.names, strict=True)))
    _write(target / "actors.csv", "actor_id name kind", [(a, n, "party") for _i, (a, n) in who])
    _write(
        target / "accounts.csv", "actor_id platform handle account_id official",
        [(a, p, handle(campaign, p, i), account_id(p, i), "yes") for i, (a, _n) in who for p in PLATFORMS],
    )  # fmt: skip


def _results(campaign: Campaign, file: Path) -> None:
    rows = [
        (day, name, round(float(share) * VOTERS), VOTERS)
        for day, shares in ((BEFORE, campaign.before), (ELECTION, campaign.share))
        for name, share in zip(campaign.names, shares, strict=True)
    ]
    _write(file, "election name votes valid_votes", rows)


def _followers(campaign: Campaign, file: Path) -> None:
    """Counts at the campaign's start and three days before the vote, one percent apart a week."""
    rows = [
        (platform, handle(campaign, platform, i), day, round(int(now) * part))
        for platform in PLATFORMS
        for i, now in enumerate(campaign.followers[platform])
        for day, part in ((START, 0.91), (ELECTION - timedelta(days=3), 1.0))
    ]
    _write(file, "platform handle captured_at followers", rows)


def _press(campaign: Campaign, file: Path) -> None:
    chance = np.random.Generator(np.random.PCG64([campaign.design.seed, 3]))
    party = np.repeat(np.arange(len(campaign.ids)), campaign.press)
    days = chance.integers(0, (END - START).days + 1, len(party))
    outlets = chance.integers(0, len(OUTLETS), len(party))
    rows = (
        (OUTLETS[o], f"{START + timedelta(days=int(d))}T{6 + i % 14:02d}:00:00+07:00", f"{campaign.names[p]} berkampanye di hari ke-{d + 1} ({i})",
         "tv" if OUTLETS[o].startswith("TV") else "online", f"https://rekaan.example/{i}")
        for i, (p, d, o) in enumerate(zip(party.tolist(), days.tolist(), outlets.tolist(), strict=True))
    )  # fmt: skip
    _write(file, "outlet published_at title medium url", rows)
