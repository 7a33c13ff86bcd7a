"""Specifications → SVG and PNG, on this machine, without network.

The same specification is drawn once: pages and reports that show it again find it. Drawing is the work of vl-convert
(Vega-Lite compiled into one library); where that is missing, StudyError says how to get it.
"""

from __future__ import annotations

import json
import re
import zlib
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from suara.display.theme import config, locales
from suara.errors import Problem, StudyError
from suara.words import _

if TYPE_CHECKING:
    from suara.display.picture import Spec

BASE = "https://vega.github.io/vega-datasets/"
"""What Vega writes before an address that is relative: taken off again, for ours are."""


def svg(spec: Spec, *, links: bool = True) -> str:
    """The picture as SVG text: `description` is its name for screen readers; marks carry their links unless told not to."""
    return _svg(*_key(spec if links else without_links(spec)), str(spec.get("description", "")))


def png(spec: Spec, dpi: int = 200) -> bytes:
    """The picture as PNG; ``dpi`` dots an inch, where the picture's 96 pixels are an inch."""
    return _png(*_key(without_links(spec)), dpi)


def without_links(spec: Any) -> Any:
    """The specification without the links of its marks: for paper."""
    if isinstance(spec, dict):
        return {
            key: without_links(inner) for key, inner in spec.items() if key != "href" or not isinstance(inner, dict)
        }
    return [without_links(inner) for inner in spec] if isinstance(spec, list) else spec


def _key(spec: Spec) -> tuple[str, str]:
    whole = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        **spec,
        "config": {**config(), **spec.get("config", {})},
    }
    return json.dumps(whole, ensure_ascii=False, default=str), json.dumps(locales())


@lru_cache(maxsize=256)
def _svg(spec: str, speech: str, description: str) -> str:
    drawn = str(_vega().vegalite_to_svg(spec, allowed_base_urls=[], **json.loads(speech)))
    drawn = drawn.replace(f'xlink:href="{BASE}', 'href="')
    named = f'<svg role="img" aria-label="{escape(description)}" ' if description else "<svg "
    return re.sub(r"^<svg ", lambda _found: named, drawn, count=1)


@lru_cache(maxsize=64)
def _png(spec: str, speech: str, dpi: int) -> bytes:
    # vl-convert draws 72 pixels of the specification to the inch; a page has 96.
    drawn = _vega().vegalite_to_png(spec, ppi=dpi, scale=72 / 96, allowed_base_urls=[], **json.loads(speech))
    return _deflated(bytes(drawn))


def _deflated(image: bytes) -> bytes:
    """The same PNG with its pixels deflated again: a tenth of what the library, made for speed, writes."""
    chunks, at = [], 8
    while at < len(image):
        size = int.from_bytes(image[at : at + 4], "big")
        chunks.append((image[at + 4 : at + 8], image[at + 8 : at + 8 + size]))
        at += 12 + size
    pixels = zlib.compress(zlib.decompress(b"".join(body for kind, body in chunks if kind == b"IDAT")), 6)
    first = [(kind, body) for kind, body in chunks if kind not in (b"IDAT", b"IEND")]
    return image[:8] + b"".join(_chunk(kind, body) for kind, body in [*first, (b"IDAT", pixels), (b"IEND", b"")])


def _chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def _vega() -> Any:
    try:
        import vl_convert
    except ImportError as error:
        said = _("pictures cannot be drawn: the library vl-convert is not installed.")
        raise StudyError(Problem("vl-convert", said, "pip install vl-convert-python")) from error
    return vl_convert
