"""How the Graph API's answers list their objects: ``data``, one bare object, or a dictionary by id."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeGuard

from suara.collect.opening import Opened
from suara.collect.sources._json import units

_ID = re.compile(r"\d+(_\d+)?")


def is_by_id(unit: Any) -> TypeGuard[dict[str, dict[str, Any]]]:
    """An answer to several ids at once: every key is an id, every value an object."""
    return (
        isinstance(unit, dict) and bool(unit) and all(_ID.fullmatch(k) and isinstance(v, dict) for k, v in unit.items())
    )


def first_of_data(unit: Any) -> Any:
    """The first object of ``data`` that is not empty; null where there is none."""
    data = unit.get("data")
    return next((one for one in data if one), None) if isinstance(data, list) else None


def by_id(opened: Opened) -> Iterator[dict[str, Any]]:
    """The objects of a file of dictionaries by id, in order; what cannot be read is an empty one."""
    for unit in units(opened):
        if is_by_id(unit):
            yield from unit.values()
        else:
            yield {}
