"""Personalization: the person instead of the party; professional, emotional, private (Metz et al. 2020; Van Aelst et al. 2012)."""

from suara.reduce.code import code


@code(
    "personalization",
    id="Seorang politikus, bukan partai atau lembaga, menjadi pokok unggahan.",
    rule="1 if a named or shown politician is the subject of what is said. A name only in the signature or a list of guests is 0.",
    rule_id="1 bila seorang politikus yang disebut atau ditampilkan menjadi pokok isi. Nama hanya pada tanda tangan atau daftar hadirin 0.",
    yes=("Saya berdiri di sini untuk Anda.", "Meet our candidate."),
    no=("Partai membuka posko pengaduan.", "The party opens an office."),
    terms_id="""saya berjanji; saya akan; kenali calon; mengenal lebih dekat; profil calon; saya maju; saya dilahirkan; perjalanan hidup saya; sosok calon;
        mengenal sosok""",
    terms_en="i promise; i will; i have always; i am running; i'm running; meet the candidate; get to know; my record",
    cite="peeters2022",
)
def personal_individual() -> None:
    """One politician, not the party or an office, is the subject of the post."""


@code(
    "personalization",
    id="Menampilkan peran, tugas, atau kemampuan politikus dalam pekerjaannya.",
    rule="1 if the work, office or professional quality of a person is shown. Work of an institution without a person is function_information.",
    rule_id="1 bila pekerjaan, jabatan, atau kecakapan kerja seseorang ditampilkan. Pekerjaan lembaga tanpa orang adalah function_information.",
    yes=("Hari ini saya rapat dengan para menteri membahas harga pangan.", "Today I met veterans at my office."),
    no=("Kementerian menurunkan harga pupuk.", "Congress passed the bill."),
    terms_id="""kunjungan kerja; saya meninjau; saya memimpin; saya bertemu; saya menerima; saya menghadiri; saya rapat; rapat koordinasi; rapat terbatas;
        sebagai anggota dewan; reses; blusukan; saya sebagai presiden; saya sebagai gubernur; saya sebagai menteri; selaku presiden""",
    terms_en="""i met with; i spoke with; i joined; i voted; i introduced; my bill; my office; my staff; i visited; i toured; i hosted; honored to speak;
        honored to join; great meeting; i cosponsored; i testified""",
    cite="metz2020",
)
def personal_professional() -> None:
    """Shows a politician's role, duties or skill at work."""


@code(
    "personalization",
    id="Politikus memperlihatkan perasaannya sendiri.",
    rule="1 if the politician shows a feeling as his or her own: joy, grief, pride, anger, fear. Formal condolences without feeling are ritual_greeting.",
    rule_id="1 bila politikus menunjukkan perasaannya sendiri: gembira, duka, bangga, marah, takut. Belasungkawa resmi adalah ritual_greeting.",
    yes=("Saya terharu dan bangga melihat semangat kalian.", "My heart breaks for these families."),
    no=("Turut berduka cita atas wafatnya Bapak Ahmad.", "Families are angry about prices."),
    terms_id="""saya bangga; saya terharu; terharu; saya sedih; saya marah; saya kecewa; saya bersyukur; bahagia sekali; bahagia bisa; senang sekali; rindu;
        menitikkan air mata; sedih melihat; bangga sekali; hati saya bersama; hati saya tersentuh; di hati saya""",
    terms_en="""i'm proud; i am proud; so proud; i'm saddened; i am saddened; heartbroken; my heart; i'm angry; outraged; thrilled; i'm excited; so excited;
        deeply moved; i'm grateful; overjoyed; disappointed""",
    cite="metz2020",
)
def personal_emotional() -> None:
    """A politician shows feelings of his or her own."""


@code(
    "personalization",
    id="Menampilkan kehidupan pribadi politikus: keluarga, waktu luang, ibadah pribadi, riwayat hidup.",
    rule="1 if the politician's life outside work is shown. Worship counts if it is his or her own practice, not a speech at a religious event.",
    rule_id="1 bila kehidupan di luar pekerjaan ditampilkan. Ibadah dihitung bila praktik pribadi, bukan pidato pada acara keagamaan.",
    yes=("Minggu pagi jalan santai bersama istri dan cucu.", "Cooking dinner with my daughter."),
    no=("Menghadiri haul dan memberi sambutan.", "Policies for working families."),
    terms_id="""masa kecil; keluarga saya; istri saya; suami saya; anak saya; anak-anak saya; cucu saya; ibu saya; ayah saya; bapak saya; ibunda; ayahanda;
        olahraga pagi; sarapan; di balik layar; keseharian; kenangan; ulang tahun pernikahan; main bola bareng; kucing kesayangan; cerita hidup; jan
        ethes; hobi saya; saya hobi; olahraga hobi; saya bersama keluarga; akhir pekan bersama; liburan bersama; keluarga besar saya""",
    terms_en="""my family; my wife; my husband; my son; my daughter; my kids; my children; my mom; my mother; my dad; my father; my parents; my dog; growing up;
        my childhood; my faith; our anniversary; at home with; weekend with""",
    cite="metz2020",
)
def personal_private() -> None:
    """Shows a politician's private life: family, leisure, own faith, biography."""
