"""``suara new``: a study folder with comments."""

from __future__ import annotations

from pathlib import Path

import typer

from suara.errors import Problem, StudyError

TOML = """# What this study is about. Everything but the title may be left out.
[study]
title = "{title}"
# country = "Indonesia"
# timezone = "Asia/Jakarta"      # where a day begins; default UTC
# language = "id"                # of findings and report: id or en
# week_starts = "monday"         # or sunday

[campaign]
# start = 2023-11-28             # first day of the campaign
# end = 2024-02-10               # last day; posts outside are kept and counted apart
# election = 2024-02-14          # polling day

[privacy]
# names = "actors"               # names of actors only (default); "all" keeps every name

# [rules]
# file = "indonesia-2024"        # where to look for rules_kept: suara list rules shows what there is, or a file of your own

# A table that suara does not recognise is read with a map: column = "Header" or "=expression".
# suara check proposes one for you to paste here.
# [[data.map]]
# file = "my-posts.csv"
# table = "posts"
# zone = "Asia/Jakarta"
# columns = {{ platform = "='facebook'", id = "Post ID", created_at = "Date", text = "Message", likes = "Likes" }}
"""

ACTORS = "actor_id,name,kind,party,unit,aliases\n"
ACCOUNTS = "actor_id,platform,handle,account_id,valid_from,valid_to,official,registered_level\n"


def scaffold(folder: Path) -> None:
    """Write the folder; an existing study is left as it is."""
    if (folder / "study.toml").exists():
        raise StudyError(Problem(str(folder), "there is a study here already.", f"Run it: suara run {folder}"))
    (folder / "data").mkdir(parents=True, exist_ok=True)
    title = folder.resolve().name.replace("-", " ").replace('"', "'")
    (folder / "study.toml").write_text(TOML.format(title=title), encoding="utf-8")
    (folder / "actors.csv").write_text(ACTORS, encoding="utf-8")
    (folder / "accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
    typer.echo(f"{folder}: a new study. Put your exports into {folder / 'data'}, then: suara check {folder}")
