"""Kami and kita: Indonesian keeps apart a *we* without the reader and a *we* with the reader."""

from suara.reduce.code import code


@code(
    "pronouns",
    id="Kami: pembaca tidak termasuk.",
    rule="1 if *kami* is used by the actor for its own side. Quotations of others are 0.",
    rule_id="1 bila pelaku memakai kami untuk pihaknya. Kutipan orang lain 0.",
    yes=("Kami mohon doa restu.",),
    no=("Warga berkata, kami lapar.",),
    terms_id="kami",
)
def kami() -> None:
    """*Kami*: a we that leaves the reader out."""


@code(
    "pronouns",
    id="Kita: pembaca termasuk.",
    rule="1 if *kita* takes the reader in. Polite *kita* for *I* counts as well: the word is what is coded.",
    rule_id="1 bila kita menyertakan pembaca. Kita yang berarti saya juga dihitung: yang dikode adalah katanya.",
    yes=("Kita bangun Indonesia bersama.",),
    no=("Kami mohon maaf.",),
    terms_id="kita",
)
def kita() -> None:
    """*Kita*: a we that takes the reader in."""
