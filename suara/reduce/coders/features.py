"""Texts as the classifier sees them: TF-IDF of words and pairs of words, and of pieces of words.

Addresses and mentions count as what they are, not by name, so that nothing is learnt about single accounts. Pieces of
three to five letters make prefixes and suffixes (*meng-*, *-kan*) and odd spellings of Indonesian comparable.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

WORDS: dict[str, Any] = {
    "ngram_range": (1, 2),
    "min_df": 2,
    "sublinear_tf": True,
    "token_pattern": r"(?u)[@#]?\w+|[!?$%]",
}
PIECES: dict[str, Any] = {"analyzer": "char_wb", "ngram_range": (3, 5), "min_df": 3, "sublinear_tf": True}
BLOCKS = {"words": WORDS, "pieces": PIECES}

_ADDRESS = re.compile(r"https?://\S+|www\.\S+")
_MENTION = re.compile(r"@[\w.]+")


def plain(text: str) -> str:
    """A text without names: each address one word, each mention one word."""
    return " ".join(_MENTION.sub(" @user ", _ADDRESS.sub(" wwwurl ", text)).lower().split())


@dataclass(frozen=True)
class Features:
    """The vocabulary of coded texts and how rare each entry is: ``words`` and ``pieces``, each a TF-IDF."""

    vectorizers: dict[str, TfidfVectorizer]

    @classmethod
    def learn(cls, texts: Sequence[str]) -> Features | None:
        """From plain texts; null where no word occurs twice. No label is looked at."""
        made = {name: TfidfVectorizer(**given) for name, given in BLOCKS.items()}
        try:
            for vectorizer in made.values():
                vectorizer.fit(texts)
        except ValueError:  # an empty vocabulary
            return None
        return cls(made)

    def seen(self, texts: Sequence[str]) -> dict[str, csr_matrix]:
        """Block → texts × entries."""
        return {name: vectorizer.transform(texts) for name, vectorizer in self.vectorizers.items()}

    def kept(self) -> dict[str, np.ndarray[Any, Any]]:
        """Plain arrays, from which ``of`` makes the same features."""
        found: dict[str, np.ndarray[Any, Any]] = {}
        for name, vectorizer in self.vectorizers.items():
            found[f"{name}_vocabulary"] = np.array([str(v) for v in vectorizer.get_feature_names_out()])
            found[f"{name}_idf"] = vectorizer.idf_
        return found

    @classmethod
    def of(cls, kept: dict[str, np.ndarray[Any, Any]]) -> Features:
        """Features as they were kept."""
        made = {}
        for name, given in BLOCKS.items():
            vocabulary = {str(v): i for i, v in enumerate(kept[f"{name}_vocabulary"])}
            made[name] = TfidfVectorizer(**given, vocabulary=vocabulary)
            made[name].idf_ = kept[f"{name}_idf"]
        return cls(made)
