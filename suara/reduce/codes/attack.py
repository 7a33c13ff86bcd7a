"""Attack: negative, black and hateful campaigning, always apart; the dictionary only says where to look."""

from suara.reduce.code import code

TARGETS = (
    ("party", "a party or ticket", "partai atau pasangan calon"),
    ("leader", "a candidate or leader", "calon atau pemimpin"),
    ("government", "the government or an office", "pemerintah atau lembaga"),
    ("media", "media or pollsters", "media atau lembaga survei"),
    ("elite", "elites, oligarchs, capital", "elite, oligark, pemodal"),
    ("citizens", "citizens or groups of them", "warga atau kelompok warga"),
    ("none", "nobody", "tidak ada"),
)


@code(
    "attack",
    id="Menyerang atau mengkritik lawan politik.",
    rule="1 if an opponent is blamed, criticised or mocked, by name or plainly meant. Complaints about conditions without an opponent are 0.",
    rule_id="1 bila lawan disalahkan, dikritik, atau diejek, dengan nama atau jelas dimaksud. Keluhan tanpa lawan 0.",
    yes=("Pemerintah ingkar janji dan gagal menurunkan harga.", "My opponent lied about his record."),
    no=("Timnas gagal ke final.", "Prices are too high."),
    terms_id="""ingkar janji; bohong; pembohong; kebohongan; memfitnah; curang; antek; antek asing; oligarki; politik dinasti; tidak becus; nggak becus;
        rakyat dirugikan; mengkhianati; pengkhianat; melanggar etik; bukti kegagalan; gagal total; pemerintah gagal; dungu; planga-plongo; boneka;
        omong kosong; janji palsu; munafik; tukang fitnah; menyebar fitnah; dibohongi pemerintah; kecurangan mereka; membohongi rakyat""",
    terms_en="""failed to; has failed; fails to; failure of; broken promises; broken promise; lied; lies; a liar; lying; corrupt; hypocrisy;
        hypocrite; hypocritical; my opponent; my opponent's; reckless; shameful; should be ashamed; disgrace; disgraceful; scandal; cover-up; coverup;
        radical; extreme; extremist; too extreme; dangerous; incompetent; out of touch; blame; sold out; selling out; rigged; unfit; betrayed;
        betrayal; weak on; career politician; career politicians; dishonest; smear; smears; sabotage; sabotaging; obstruct; obstruction; obstructing;
        deserves better; deserve better than; refuses to; refused to; voted against; voted to cut;
        playing politics; political games; in the pocket of; gutting; would gut; deny coverage; junk insurance;
        cutting medicare; cut medicare; cuts to medicare; undermine; undermining; undermines; cruel; outrageous; two-faced; flip-flop; misleading;
        failed leadership; failed policies; failed policy""",
    cite="klinger2023",
)
def attack() -> None:
    """Attacks or criticises a political opponent."""


@code(
    "attack",
    kind="nominal",
    values=TARGETS,
    id="Sasaran serangan.",
    rule="Whom the attack is mainly about; none where attack is 0. With several the one attacked first.",
    rule_id="Siapa yang terutama diserang; none bila attack 0. Bila beberapa, yang pertama.",
    yes=("Pemerintah gagal: government.",),
    no=("Harga naik: none.",),
    cite="klinger2023",
)
def attack_target() -> None:
    """Whom an attack is aimed at."""


@code(
    "attack",
    id="Serangan terhadap kebijakan, program, atau kinerja.",
    rule="1 if the attack is about what the opponent did, does or wants. May stand beside attack_person.",
    rule_id="1 bila serangan mengenai perbuatan atau rencana lawan. Boleh bersama attack_person.",
    yes=("Utang negara membengkak karena kebijakan ini.", "His plan would raise your taxes."),
    no=("Ia pembohong.", "He is a liar."),
    terms_id="""pemerintah gagal; gagal menurunkan; gagal menepati; utang membengkak; harga melambung; ekonomi memburuk; kebijakan yang salah; salah urus;
        bukti kegagalan; janji palsu""",
    terms_en="""his plan; her plan; voted against; voted to cut; voted to repeal; failed policies; failed policy; job-killing; repeal; would raise taxes;
        raise your taxes; wants to cut; would gut; gutting; tax hikes; reckless spending; deny coverage; junk insurance; cutting medicare; cut medicare;
        cuts to medicare; sabotage; sabotaging; undermine; undermining; undermines""",
    cite="klinger2023",
)
def attack_policy() -> None:
    """An attack on policy, programme or performance."""


@code(
    "attack",
    id="Serangan terhadap pribadi: watak, rupa, keluarga, kecakapan.",
    rule="1 if the attack is about what the opponent is. May stand beside attack_policy.",
    rule_id="1 bila serangan mengenai diri lawan. Boleh bersama attack_policy.",
    yes=("Ia pembohong dan boneka asing.", "He is a liar and a coward."),
    no=("Programnya tidak masuk akal.", "Her plan makes no sense."),
    terms_id="pembohong; pengkhianat; munafik; dungu; planga-plongo; boneka; antek; antek asing; penakut; tukang bohong; tidak becus",
    terms_en="""a liar; coward; hypocrite; hypocrisy; hypocritical; unfit; incompetent; crooked; fraud; phony; weak; corrupt; corrupt politician;
        career politician; career politicians; dishonest; lying; lied; lies; out of touch; two-faced; flip-flop; smear; smears; obstruct;
        obstruction; cannot be trusted; can't be trusted; should be ashamed; self-serving; in the pocket of""",
    cite="klinger2023",
)
def attack_person() -> None:
    """An attack on the person: character, looks, family, ability."""


@code(
    "attack",
    id="Kampanye negatif: serangan yang bertumpu pada fakta yang dapat diperiksa.",
    rule="1 if the attack names something that can be checked and is not known to be false. Only people decide this.",
    rule_id="1 bila serangan menyebut hal yang dapat diperiksa dan tidak diketahui palsu. Hanya orang yang memutuskan.",
    yes=("Menurut data BPS, kemiskinan naik pada masa jabatannya.",),
    no=("Ia keturunan PKI.",),
)
def negative_campaign() -> None:
    """Negative campaign: an attack that rests on something that can be checked."""


@code(
    "attack",
    id="Kampanye hitam: tuduhan palsu atau tanpa dasar terhadap peserta pemilu.",
    rule="1 if the accusation is false or without any ground that could be checked. Name the check in a note; only people decide this.",
    rule_id="1 bila tuduhan palsu atau tanpa dasar yang dapat diperiksa. Tulis pemeriksaannya dalam catatan; hanya orang yang memutuskan.",
    yes=("Calon itu keturunan PKI.",),
    no=("Calon itu pernah diperiksa KPK (benar).",),
)
def black_campaign() -> None:
    """Black campaign: a false or groundless accusation against a contestant."""


@code(
    "attack",
    id="Ujaran kebencian: menghina atau menghasut terhadap orang karena suku, agama, ras, golongan, kelamin, atau kecacatan.",
    rule="1 if people are insulted, threatened or incited against for what they belong to. Rude words against a politician are attack_person. Only people decide this.",
    rule_id="1 bila orang dihina, diancam, atau dihasut karena golongannya. Kata kasar terhadap politikus adalah attack_person. Hanya orang yang memutuskan.",
    yes=("Usir semua orang dari suku itu.",),
    no=("Dasar pejabat tidak becus.",),
    terms_id="""cebong; kampret; kadrun; kafir; aseng; antek aseng; usir cina; ganyang; babi; anjing; pribumi; komunis; antek PKI; keturunan PKI; aliran
        sesat""",
    terms_en="go back to; subhuman; vermin; illegals; savages; infidels",
)
def hate_speech() -> None:
    """Hate speech: insult or incitement against people for what they belong to; terms only mark where to look."""


@code(
    "attack",
    id="Memakai suku, agama, ras, atau antargolongan (SARA) untuk meraih atau menolak dukungan.",
    rule="1 if belonging to a people, religion, race or group is made a reason for or against a contestant. Greetings of a religion are ritual_greeting.",
    rule_id="1 bila suku, agama, ras, atau golongan dijadikan alasan memilih atau menolak peserta. Salam keagamaan adalah ritual_greeting.",
    yes=("Pilih pemimpin yang seiman.",),
    no=("Selamat Natal.", "Kita rawat toleransi."),
    terms_id="""pemimpin muslim; pemimpin seiman; haram memilih; putra daerah; pribumi; non-pribumi; khilafah; politik identitas; bela islam; umat islam
        wajib; penista agama; pilih yang seiman""",
    terms_en="christian nation; real americans; one of us; religious war",
)
def sara() -> None:
    """Uses ethnicity, religion, race or group (SARA) to win or to refuse support."""
