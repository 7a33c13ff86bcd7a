"""CrowdTangle's posts flattened to a table, as CooRnet and PyCooRnet write them: a row for every link shared."""

from __future__ import annotations

from typing import Any

from suara.collect.source import Rows, source
from suara.collect.sources._crowdtangle_post import linked, post_rows

_PLAIN = (
    "platformId", "platform", "date", "updated", "type", "message", "title", "description", "imageText", "link", "expanded",
    "postUrl", "subscriberCount", "score", "videoLengthMS", "liveVideoStatus",
)  # fmt: skip
_NESTED = {
    "statistics.actual": (
        "likeCount", "shareCount", "commentCount", "loveCount", "wowCount", "hahaCount", "sadCount", "angryCount",
        "thankfulCount", "careCount", "favoriteCount", "viewCount",
    ),
    "account": ("platformId", "platform", "name", "handle", "subscriberCount", "verified", "accountType", "pageAdminTopCountry"),
}  # fmt: skip
_DOTTED = tuple(f"{outer}.{inner}" for outer, names in _NESTED.items() for inner in names)


def _looks_like(cells: Any) -> bool:
    return {"platformId", "subscriberCount", "postUrl"} <= set(cells)


def _at(path: str) -> str:
    if "." not in path:
        return f'"{path}"'
    return f'coalesce("{path}", "{path.replace(".", "_")}")'


@source(
    "crowdtangle-api-flat",
    reads="delimited",
    looks_like=_looks_like,
    shape=(*_PLAIN, *_DOTTED, *(name.replace(".", "_") for name in _DOTTED)),
)
def crowdtangle_api_flat() -> Rows:
    """Facebook, Instagram: a post and one of its links a row; a post that shares two links is read twice."""
    return post_rows(_at, linked('["expanded"]', '"link"'))
