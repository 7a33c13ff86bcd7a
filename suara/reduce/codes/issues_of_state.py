"""Issue fields, continued: trade, defence, government, culture, and the Indonesian additions."""

from suara.reduce.code import code

RULE = "1 if the post says something on the subject, for, against or about. A word in a name or figure of speech is 0."
RULE_ID = "1 bila unggahan menyatakan sesuatu tentang bidang ini. Kata dalam nama atau kiasan 0."


@code(
    "issues",
    id="Perumahan, kota, dan desa.",
    rule=RULE,
    rule_id=RULE_ID,
    yes=("Sejuta rumah.",),
    no=("Di rumah saja.",),
    terms_id="perumahan; rumah subsidi; rumah murah; sejuta rumah; rusunawa; DP nol; permukiman; kawasan kumuh; reforma agraria; sertifikat tanah",
    terms_en="housing; affordable housing; mortgage; mortgages; foreclosure; rent; homeownership; evictions; flood insurance",
)
def issue_housing() -> None:
    """Housing and community development."""


@code(
    "issues",
    id="Usaha, UMKM, perbankan, pariwisata.",
    rule=RULE,
    rule_id=RULE_ID,
    yes=("KUR untuk UMKM.",),
    no=("Pasar saham hati.",),
    terms_id="UMKM; UKM; usaha mikro; pengusaha; wirausaha; koperasi; KUR; pasar tradisional; pasar rakyat; industri; perbankan; mekaar; pariwisata; ekonomi kreatif; startup; hilirisasi",
    terms_en="small business; small businesses; wall street; banks; dodd-frank; consumer protection; manufacturing; tourism; entrepreneurs; cfpb; disaster relief; fema",
)
def issue_commerce() -> None:
    """Domestic commerce: business, banks, tourism."""


@code(
    "issues",
    id="Pertahanan dan keamanan.",
    rule=RULE,
    rule_id=RULE_ID,
    yes=("Modernisasi alutsista.",),
    no=("Bertahan hidup.",),
    terms_id="""pertahanan; TNI; alutsista; terorisme; teroris; keamanan nasional; laut natuna; kemhan; intelijen; radikalisme; kedaulatan negara;
        kedaulatan wilayah; kedaulatan NKRI; kedaulatan laut""",
    terms_en="national security; military; veterans; troops; va; armed forces; terrorism; terrorist; isis; benghazi; defense; ndaa; guantanamo; homeland security; servicemembers",
)
def issue_defense() -> None:
    """Defence and security."""


@code(
    "issues",
    id="Teknologi, komunikasi, dan media.",
    rule=RULE,
    rule_id=RULE_ID,
    yes=("Palapa Ring selesai.",),
    no=("Digital marketing kami.",),
    terms_id="teknologi; internet; digital; satelit; palapa ring; start up; unicorn; kecerdasan buatan; revolusi industri; industri 4.0; hoaks; literasi digital",
    terms_en="internet; net neutrality; broadband; cybersecurity; innovation; nasa; space; technology; stem; artificial intelligence; data breach; fcc",
)
def issue_technology() -> None:
    """Technology, communication and media."""


@code(
    "issues",
    id="Perdagangan luar negeri.",
    rule=RULE,
    rule_id=RULE_ID,
    yes=("Tekan impor.",),
    no=("Mengimpor gagasan.",),
    terms_id="ekspor; impor; perang dagang; perdagangan bebas; neraca perdagangan; bea masuk; kelapa sawit",
    terms_en="exports; trade agreement; tpp; nafta; tariffs; trade deal; trade war; ex-im; usmca; imports",
)
def issue_foreign_trade() -> None:
    """Foreign trade."""


@code(
    "issues",
    id="Hubungan luar negeri.",
    rule=RULE,
    rule_id=RULE_ID,
    yes=("Dukung Palestina.",),
    no=("Liburan ke luar negeri.",),
    terms_id="""diplomasi; palestina; asean; G20; PBB; KTT; dubes; duta besar; rohingya; perdamaian dunia; hubungan luar negeri; menteri luar negeri;
        politik luar negeri; kerja sama luar negeri; hubungan dengan china; pemerintah china""",
    terms_en="foreign policy; israel; iran; ukraine; russia; syria; china; north korea; united nations; nato; cuba; afghanistan; iraq; sanctions; ambassador",
)
def issue_foreign_affairs() -> None:
    """International affairs."""


@code(
    "issues",
    id="Pemerintahan dan pemilu: lembaga, reformasi, penyelenggaraan pemilu.",
    rule=RULE,
    rule_id=RULE_ID,
    yes=("Reformasi birokrasi.",),
    no=("Pemerintah gagal (attack).",),
    terms_id="demokrasi; pemilu jujur; KPU; bawaslu; politik uang; serangan fajar; presidential threshold; birokrasi; reformasi birokrasi; pelayanan publik; otonomi daerah; pemekaran; IKN; ibu kota nusantara; DPT",
    terms_en="government shutdown; shutdown; irs scandal; congress; filibuster; gerrymandering; campaign finance reform; voter id; election reform; term limits; federal government; nominee; impeachment",
)
def issue_government() -> None:
    """Government and elections: institutions, reform, running of elections."""


@code(
    "issues",
    id="Pertanahan, air, dan wilayah.",
    rule=RULE,
    rule_id=RULE_ID,
    yes=("Embung untuk desa.",),
    no=("Landasan pikir.",),
    terms_id="""air bersih; irigasi; tanah adat; masyarakat adat; konflik lahan; lahan; embung; taman nasional; pembangunan papua; membangun papua; rakyat
        papua; warga papua; masyarakat papua; otsus papua""",
    terms_en="public lands; national park; national parks; water rights; wilderness; native american; tribal; drought; land and water",
)
def issue_public_lands() -> None:
    """Public lands and water."""


@code(
    "issues",
    id="Budaya, olahraga, dan kesenian.",
    rule=RULE,
    rule_id=RULE_ID,
    yes=("Lestarikan wayang.",),
    no=("Budaya korupsi.",),
    terms_id="budaya; kebudayaan; olahraga; asian games; timnas; seni; wayang; batik; warisan budaya; atlet",
    terms_en="arts; museum; culture; olympics; national endowment; heritage; library",
)
def issue_culture() -> None:
    """Culture, sports and arts."""


@code(
    "issues",
    id="Agama dan identitas bangsa.",
    rule=RULE,
    rule_id=RULE_ID,
    yes=("Ulama dan umaro bersatu.",),
    no=("Salam sejahtera.",),
    terms_id="""ulama; kiai; toleransi; pancasila; kebinekaan; bhinneka; moderasi beragama; santri; nahdlatul ulama; muhammadiyah; kerukunan; persatuan;
        umat beragama; kerukunan umat""",
    terms_en="faith; church; religious liberty; prayer; god bless; faith leaders",
)
def issue_religion_identity() -> None:
    """Religion and national identity."""


@code(
    "issues",
    id="Perempuan, anak, dan pemuda.",
    rule=RULE,
    rule_id=RULE_ID,
    yes=("Lindungi anak dari kekerasan.",),
    no=("Anak tangga.",),
    terms_id="perempuan; kekerasan seksual; TPKS; anak muda; generasi muda; gen Z; milenial; pemuda; pemilih pemula; kreator muda; ibu hamil; perlindungan anak; pernikahan dini; karang taruna",
    terms_en="women; girls; young people; youth; millennials; gen z; children; violence against women; vawa; young americans; working moms",
)
def issue_women_youth() -> None:
    """Women, children and youth."""
