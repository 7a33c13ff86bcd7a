"""What a Telegram message is, whether Desktop or a script wrote it down."""

from __future__ import annotations

KINDS = {
    "like": "👍👏🔥💯🏆",
    "love": "❤😍🥰😘💘💋",
    "care": "🤗🙏🤝",
    "haha": "😁🤣😂😆",
    "wow": "🤯😱😮",
    "sad": "😢😭💔",
    "angry": "😡🤬😠👎💩🤮🖕",
}
"""Which emoji is which kind of reaction; every other one is ``other``."""
