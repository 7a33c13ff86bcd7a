"""The time zone of an electoral unit, by its name or code: data of a country, never a guess."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

COUNTRIES = Path(__file__).parent / "places"


@dataclass(frozen=True)
class Zones:
    """``names``: place in small letters → zone; ``codes``: the code's first digits → zone; ``all`` the country's zones."""

    names: dict[str, str]
    codes: dict[str, str]

    @property
    def all(self) -> list[str]:
        """The country's zones, in the order of the file."""
        return list(dict.fromkeys(self.names.values()))

    def of(self, unit: str | None) -> str | None:
        """The zone of a unit that names a place of the list or bears its code; null where neither is so."""
        said = " ".join(re.findall(r"\w+", (unit or "").lower()))
        if code := re.fullmatch(r"(\d\d)(\d| )*", said):
            return self.codes.get(code[1])
        found = [name for name in self.names if re.search(rf"\b{re.escape(name)}\b", said)]
        return self.names[max(found, key=len)] if found else None


NONE = Zones({}, {})


@cache
def zones_of(country: str | None) -> Zones:
    """The zones of a country's units; a country without a list has none."""
    path = COUNTRIES / f"{country}.toml"
    if country is None or not path.is_file():
        return NONE
    given = tomllib.loads(path.read_text(encoding="utf-8"))["zone"]
    names = {name.lower(): zone["name"] for zone in given for name in zone["units"]}
    return Zones(names, {code: zone["name"] for zone in given for code in zone["codes"]})
