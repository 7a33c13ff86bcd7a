"""Gimmick formats: how a post entertains. With an issue in it, it is not only a gimmick: that is for the finding."""

from suara.reduce.code import code


@code(
    "gimmick",
    id="Tantangan atau mengikuti tren yang sedang ramai.",
    rule="1 if the format of a challenge or trend is taken over (sound, pose, phrase). Talking about a trend is 0.",
    rule_id="1 bila format tantangan atau tren dipakai (suara, pose, frasa). Membicarakan tren 0.",
    yes=("POV: kamu pertama kali ikut kampanye.", "We did the ice bucket challenge."),
    no=("Media sosial ramai membahas beras.",),
    terms_id="""FYP; challenge; POV; stitch; duet; sound ini; slay; relate; ikut tren; lagi rame; lagi ramai; kekinian; ikut tantangan; terima tantangan;
        tantangan tiktok; challenge accepted""",
    terms_en="challenge accepted; FYP; POV; tiktok trend; icebucketchallenge; ice bucket challenge; tbt; throwbackthursday; mcm",
)
def gimmick_challenge() -> None:
    """A challenge, or a trend that is taken over."""


@code(
    "gimmick",
    id="Membagikan hadiah atau kuis berhadiah.",
    rule="1 if readers may win or get something. State aid is 0.",
    rule_id="1 bila pembaca dapat memenangkan atau memperoleh sesuatu. Bantuan negara 0.",
    yes=("Giveaway kaos untuk 10 komentar terbaik!", "Win a signed hat."),
    no=("Bansos dibagikan hari ini.",),
    terms_id="giveaway; kuis berhadiah; ikut kuis; bagi-bagi hadiah; hadiah menarik; hadiah sepeda; dapat sepeda; undian; merchandise gratis",
    terms_en="giveaway; sweepstakes; enter to win; chance to win; free t-shirt; free sticker; signed hat; signed copy",
)
def gimmick_giveaway() -> None:
    """A giveaway or a quiz with prizes."""


@code(
    "gimmick",
    id="Meme.",
    rule="1 if a picture or phrase that circulates is used with a new text. Only people see it in pictures.",
    rule_id="1 bila gambar atau frasa yang beredar dipakai dengan teks baru. Pada gambar hanya orang yang melihatnya.",
    yes=("Ketika kamu bilang golput: (gambar meme)",),
    no=("Infografik anggaran.",),
    terms_id="meme; receh; kalcer; spill; gemoy; when yh",
    terms_en="meme; memes; be like; said no one ever; mic drop",
)
def gimmick_meme() -> None:
    """A meme."""


@code(
    "gimmick",
    id="Menari atau berjoget.",
    rule="1 if a dance is shown or asked for. Cultural performances watched as a guest are 0.",
    rule_id="1 bila joget atau tarian ditampilkan atau diajak. Pertunjukan budaya yang ditonton sebagai tamu 0.",
    yes=("Joget gemoy bareng relawan.", "The candidate dances on stage."),
    no=("Menyaksikan tari Saman.",),
    terms_id="joget; joget gemoy; berjoget; goyang dua jari; dance challenge; menari bersama; senam gemoy; ikut goyang; ayo goyang; bergoyang",
    terms_en="dance; dancing; dance moves; dance challenge; shimmy",
)
def gimmick_dance() -> None:
    """Dance."""


@code(
    "gimmick",
    id="Humor: bercanda, menyindir dengan lucu, permainan kata.",
    rule="1 if the post means to make people laugh. Mocking an opponent is attack as well.",
    rule_id="1 bila unggahan hendak membuat orang tertawa. Mengejek lawan juga attack.",
    yes=("Kucing saya lebih rajin kampanye daripada admin, wkwk.", "My dog endorses me. He was bribed with treats."),
    no=("Selamat pagi, tetap semangat!",),
    terms_id="wkwk; wkwkwk; haha; hahaha; hehe; hehehe; bercanda; guyon; lucu; kocak; ngakak; lelucon; jayus; pantun; cakep",
    terms_en="haha; hahaha; lol; joke; joking; just kidding; funny; hilarious; april fools; dad joke",
)
def gimmick_humour() -> None:
    """Humour: a joke, a pun, a light tease."""


@code(
    "gimmick",
    id="Akun berbicara sebagai tokoh: admin yang bercanda, maskot, hewan peliharaan.",
    rule="1 if somebody else than the politician or party speaks in the account: an admin with a character, a mascot, a pet.",
    rule_id="1 bila yang berbicara bukan politikus atau partai melainkan admin berwatak, maskot, atau hewan.",
    yes=("Mimin capek, tapi tetap semangat kak.",),
    no=("-TimIndonesia",),
    terms_id="mimin; minceu; admin galau; kata mimin; mimin juga; momin; min boleh",
    terms_en="admin here; social media intern; intern here; the intern; bailey the dog",
)
def gimmick_persona() -> None:
    """The account speaks as a character: a joking admin, a mascot, a pet."""
