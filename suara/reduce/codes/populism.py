"""Populism in three codes (Ernst, Engesser et al. 2017): one of them in a post makes a populist post, all are rare."""

from suara.reduce.code import code


@code(
    "populism",
    id="Menyanjung rakyat sebagai satu kesatuan, atau mengaku mewakili rakyat.",
    rule="1 if the people as a whole are praised, or the actor claims to be one of them or to speak for them. A group (farmers) is 0.",
    rule_id="1 bila rakyat sebagai keseluruhan disanjung, atau pelaku mengaku bagian atau suara rakyat. Kelompok tertentu 0.",
    yes=("Saya lahir dari rakyat dan berjuang untuk rakyat.", "I fight for the American people."),
    no=("Kami membantu nelayan.", "We help farmers."),
    terms_id="""suara rakyat; kehendak rakyat; demi rakyat; amanah rakyat; membela rakyat; wong cilik; rakyat kecil; kekuatan rakyat; dari rakyat oleh
        rakyat; bekerja untuk rakyat; berjuang untuk rakyat; bela rakyat; tuntutan dari rakyat; berjuang bersama rakyat""",
    terms_en="""the american people; ordinary people; everyday people; the will of the people; we the people; for the people; working people; silent
        majority; hard-working americans""",
)
def people_centrism() -> None:
    """Praises the people as one, or claims to be or to speak for them."""


@code(
    "populism",
    id="Menyalahkan elite sebagai keseluruhan: politik, ekonomi, media, asing.",
    rule="1 if elites as a kind are blamed or said to betray the people. An attack on one politician is attack.",
    rule_id="1 bila elite sebagai golongan disalahkan atau disebut mengkhianati rakyat. Serangan terhadap satu politikus adalah attack.",
    yes=("Elite menikmati, rakyat menderita.", "Washington insiders rig the system."),
    no=("Menteri itu gagal.", "The senator lied."),
    terms_id="""elite; elit; oligarki; oligark; segelintir orang; para elite; elit politik; elite jakarta; kekayaan mengalir ke luar; asing dan aseng; mafia
        anggaran; mafia politik""",
    terms_en="elites; the elite; establishment; special interests; washington insiders; wall street; career politicians; rigged system; corporate greed; the swamp; billionaires; the one percent; ruling class; mainstream media; fake news",
)
def anti_elitism() -> None:
    """Blames elites as a kind: political, economic, media, foreign."""


@code(
    "populism",
    id="Menuntut kekuasaan dikembalikan kepada rakyat.",
    rule="1 if power is claimed for the people, or said to be taken from them. Turning out to vote is mobilization_vote.",
    rule_id="1 bila kekuasaan dituntut bagi rakyat atau dikatakan dirampas darinya. Ajakan memilih adalah mobilization_vote.",
    yes=("Kembalikan kedaulatan ke tangan rakyat.", "Give power back to the people."),
    no=("Gunakan hak pilihmu.", "Go vote."),
    terms_id="kedaulatan rakyat; kedaulatan di tangan rakyat; rakyat berdaulat; rakyat yang menentukan; kembalikan ke rakyat; kekuasaan rakyat; biarkan rakyat memutuskan",
    terms_en="power to the people; power back to; take back our; take our country back; take back control; let the people decide; return power; the people should decide",
)
def popular_sovereignty() -> None:
    """Demands that power go back to the people."""
