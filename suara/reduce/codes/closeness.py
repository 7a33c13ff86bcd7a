"""Closeness in pictures: for people or imported labels; no dictionary can see, and nobody is recognised by face."""

from suara.reduce.code import code


@code(
    "closeness",
    kind="nominal",
    values=(
        ("professional", "work, stage, office, rally", "kerja, panggung, kantor, kampanye"),
        ("personal", "home, family, leisure", "rumah, keluarga, waktu luang"),
        ("graphic", "text, poster, drawing", "teks, poster, gambar"),
        ("landscape", "place or thing without people", "tempat atau benda tanpa orang"),
    ),
    id="Latar gambar: kerja, pribadi, grafis, atau pemandangan.",
    rule="The setting that fills most of the picture, or of the first frame of a film.",
    rule_id="Latar yang paling luas dalam gambar atau bingkai pertama video.",
    yes=("A politician at a rally: professional.",),
    no=("A poster with a small photo: graphic.",),
    cite="peng2021",
)
def picture_setting() -> None:
    """The setting of the picture: work, private, graphic or landscape."""


@code(
    "closeness",
    id="Tepat satu wajah menjadi pokok gambar.",
    rule="1 if exactly one face is large enough to read its expression. Who it is does not matter and is not asked.",
    rule_id="1 bila tepat satu wajah cukup besar untuk dibaca ekspresinya. Siapa orangnya tidak ditanyakan.",
    yes=("Potret calon dari dekat.",),
    no=("Foto bersama sepuluh orang.",),
    cite="peng2021",
)
def single_face() -> None:
    """Exactly one face is the subject of the picture."""


@code(
    "closeness",
    id="Keluarga atau anak tampak dalam gambar.",
    rule="1 if a child, or people shown as family, are to be seen; the caption may tell that they are family.",
    rule_id="1 bila anak atau orang yang ditampilkan sebagai keluarga terlihat; keterangan boleh menjelaskannya.",
    yes=("Menggendong bayi seorang warga.",),
    no=("Kerumunan di lapangan.",),
    cite="peng2021",
)
def family_or_child() -> None:
    """Family or a child is to be seen in the picture."""


@code(
    "closeness",
    id="Kerumunan tampak dalam gambar.",
    rule="1 if more people are to be seen than can be counted at a glance, about ten or more.",
    rule_id="1 bila orang yang tampak lebih banyak daripada yang dapat dihitung sekilas, kira-kira sepuluh atau lebih.",
    yes=("Lautan manusia di stadion.",),
    no=("Enam orang duduk di warung.",),
    cite="peng2021",
)
def crowd() -> None:
    """A crowd is to be seen in the picture."""
