"""Sentiment, emotion and stance: three different things; for people, classifiers and imported labels."""

from suara.reduce.code import code


@code(
    "sentiment",
    kind="ordinal",
    values=(
        ("-1", "negative", "negatif"),
        ("0", "neutral or mixed", "netral atau campuran"),
        ("1", "positive", "positif"),
    ),
    id="Nada keseluruhan unggahan.",
    rule="The tone as a reader would hear it, not whether you agree. Stance to an actor is coded apart.",
    rule_id="Nada sebagaimana terdengar oleh pembaca, bukan setuju atau tidaknya Anda. Sikap terhadap pelaku dikode terpisah.",
    yes=("Hari yang indah bersama warga: 1.",),
    no=("Saya menentang undang-undang ini: not by itself -1 for stance.",),
)
def sentiment() -> None:
    """The tone of the post as a whole."""


@code(
    "sentiment",
    kind="nominal",
    values=(
        ("anger", "anger", "marah"), ("fear", "fear", "takut"), ("sadness", "sadness", "sedih"), ("joy", "joy", "gembira"),
        ("love", "love", "cinta"), ("pride", "pride", "bangga"), ("disgust", "disgust", "jijik"), ("none", "none", "tidak ada"),
    ),
    id="Emosi yang paling kuat dalam unggahan.",
    rule="The emotion that the words or the picture show most; none where none is plain.",
    rule_id="Emosi yang paling kuat ditunjukkan kata atau gambar; none bila tidak jelas.",
    yes=("Saya bangga sekali: pride.",),
    no=("Rapat dimulai pukul sembilan: none.",),
)  # fmt: skip
def emotion() -> None:
    """The strongest emotion that the post shows."""


@code(
    "sentiment",
    kind="nominal",
    values=(("for", "for", "mendukung"), ("against", "against", "menolak"), ("none", "none", "tidak ada")),
    id="Sikap terhadap pelaku yang disebut pertama.",
    rule="For or against the actor that the unit speaks of first, whatever the tone.",
    rule_id="Mendukung atau menolak pelaku yang disebut pertama, apa pun nadanya.",
    yes=("Sedih, tetapi tetap pilih beliau: for.",),
    no=("Cuaca buruk: none.",),
)
def stance() -> None:
    """Stance to the actor spoken of, apart from tone."""
