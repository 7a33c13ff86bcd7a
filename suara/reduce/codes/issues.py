"""Issue fields: the major topics of the Comparative Agendas Project and two Indonesian additions; several may be 1."""

from suara.reduce.code import code

RULE = "1 if the post says something on the subject, for, against or about. A word in a name or figure of speech is 0."
RULE_ID = "1 bila unggahan menyatakan sesuatu tentang bidang ini. Kata dalam nama atau kiasan 0."


@code(
    "issues",
    id="Ekonomi makro: harga, inflasi, pajak, anggaran, utang.",
    rule=RULE,
    rule_id=RULE_ID,
    yes=("Harga sembako turun.",),
    no=("Harga diri bangsa.",),
    terms_id="""harga sembako; harga pangan; harga naik; inflasi; pajak; investasi; utang negara; daya beli; APBN; ekonomi kerakyatan; pertumbuhan ekonomi;
        tax amnesty; defisit; nilai tukar rupiah; kurs rupiah; rupiah menguat; rupiah melemah; kondisi rupiah""",
    terms_en="inflation; taxes; tax; tax reform; the economy; economic growth; budget; deficit; national debt; debt ceiling; sequester; spending cuts; balanced budget; irs",
)
def issue_macroeconomics() -> None:
    """Macroeconomics: prices, inflation, taxes, budget, debt."""


@code(
    "issues",
    id="Hak sipil: diskriminasi, minoritas, disabilitas, kebebasan.",
    rule=RULE,
    rule_id=RULE_ID,
    yes=("Lindungi hak penyandang disabilitas.",),
    no=("Hak jawab media.",),
    terms_id="diskriminasi; minoritas; hak asasi; HAM; disabilitas; kesetaraan; kebebasan beragama; kebebasan berpendapat; kebebasan pers; intoleransi; toleransi",
    terms_en="civil rights; voting rights; discrimination; equality; equal pay; lgbt; marriage equality; religious freedom; free speech; privacy; nsa; abortion; pro-life; pro-choice; roe v wade; women's rights",
)
def issue_civil_rights() -> None:
    """Civil rights: discrimination, minorities, disability, freedoms."""


@code(
    "issues",
    id="Kesehatan: layanan, jaminan, penyakit, gizi.",
    rule=RULE,
    rule_id=RULE_ID,
    yes=("Puskesmas dibangun di tiap desa.",),
    no=("Semoga sehat selalu.",),
    terms_id="""stunting; BPJS; puskesmas; rumah sakit; makan bergizi; makan siang gratis; vaksin; kesehatan mental; JKN; KIS; kartu indonesia sehat; gizi;
        layanan kesehatan; pelayanan kesehatan; kesehatan masyarakat; kesehatan ibu; biaya kesehatan; kesehatan gratis; tenaga kesehatan; jaminan
        kesehatan; relawan kesehatan; tenaga dokter; dokter keliling; kesehatan yang terjangkau""",
    terms_en="health care; healthcare; medicare; medicaid; obamacare; aca; affordable care act; health insurance; hospital; vaccine; mental health; prescription drugs; opioid; cancer; covid; medicare for all",
)
def issue_health() -> None:
    """Health: care, insurance, disease, nutrition."""


@code(
    "issues",
    id="Pertanian, perikanan, dan pangan.",
    rule=RULE,
    rule_id=RULE_ID,
    yes=("Pupuk untuk petani.",),
    no=("Menuai pujian.",),
    terms_id="petani; pertanian; pupuk; nelayan; swasembada; impor beras; lumbung pangan; bulog; harga gabah; sawah; panen; panen raya; peternak; kedaulatan pangan",
    terms_en="farm bill; farmers; agriculture; crop insurance; ranchers; food stamps; snap benefits; usda; rural",
)
def issue_agriculture() -> None:
    """Agriculture, fishery and food."""


@code(
    "issues",
    id="Ketenagakerjaan: lapangan kerja, upah, buruh, pekerja migran.",
    rule=RULE,
    rule_id=RULE_ID,
    yes=("Naikkan upah buruh.",),
    no=("Bekerja keras.",),
    terms_id="lapangan kerja; lapangan pekerjaan; pengangguran; PHK; upah minimum; upah; buruh; outsourcing; cipta kerja; pekerja migran; TKI; tenaga kerja; kartu prakerja; ojol",
    terms_en="unemployment; minimum wage; jobs bill; workers; unions; labor unions; job training; overtime; living wage; unemployment benefits; good-paying jobs",
)
def issue_labor() -> None:
    """Labour: jobs, wages, workers, unions."""


@code(
    "issues",
    id="Pendidikan: sekolah, guru, beasiswa, pesantren.",
    rule=RULE,
    rule_id=RULE_ID,
    yes=("Beasiswa bagi santri.",),
    no=("Mendidik anak di rumah.",),
    terms_id="pendidikan; sekolah; sekolah gratis; beasiswa; guru; guru honorer; kurikulum; pesantren; KIP; kartu indonesia pintar; UKT; pendidikan vokasi; SMK; kampus; mahasiswa",
    terms_en="education; schools; teachers; student loans; student debt; college; tuition; pell grants; head start; common core; pre-k; universities",
)
def issue_education() -> None:
    """Education: schools, teachers, student aid."""


@code(
    "issues",
    id="Lingkungan: iklim, polusi, hutan, sampah.",
    rule=RULE,
    rule_id=RULE_ID,
    yes=("Atasi kebakaran hutan.",),
    no=("Lingkungan kerja.",),
    terms_id="lingkungan hidup; banjir; polusi; sampah; hutan; perhutanan sosial; krisis iklim; perubahan iklim; karhutla; kebakaran hutan; emisi; sungai citarum; limbah",
    terms_en="climate change; climate crisis; environment; pollution; clean air; clean water; epa; conservation; endangered species; green new deal; carbon",
)
def issue_environment() -> None:
    """Environment: climate, pollution, forests, waste."""


@code(
    "issues",
    id="Energi: listrik, BBM, tambang, energi terbarukan.",
    rule=RULE,
    rule_id=RULE_ID,
    yes=("Listrik masuk desa.",),
    no=("Penuh energi.",),
    terms_id="listrik; listrik desa; BBM; pertamina; PLN; energi; energi terbarukan; batu bara; tambang; minyak dan gas; biodiesel; BBM satu harga; freeport",
    terms_en="energy; keystone xl; keystone pipeline; pipeline; oil; natural gas; fracking; coal; solar; wind energy; renewable energy; gas prices; offshore drilling",
)
def issue_energy() -> None:
    """Energy: power, fuel, mining, renewables."""


@code(
    "issues",
    id="Imigrasi dan tenaga kerja asing.",
    rule=RULE,
    rule_id=RULE_ID,
    yes=("Batasi tenaga kerja asing.",),
    no=("Kantor imigrasi libur.",),
    terms_id="imigrasi; tenaga kerja asing; TKA; rohingya; pengungsi rohingya; pengungsi asing; pencari suaka",
    terms_en="""immigration; immigration reform; border security; secure the border; refugees; dreamers; daca; undocumented; visa; deportation; border wall;
        amnesty for illegal; executive amnesty""",
)
def issue_immigration() -> None:
    """Immigration and foreign workers."""


@code(
    "issues",
    id="Perhubungan dan infrastruktur.",
    rule=RULE,
    rule_id=RULE_ID,
    yes=("Tol Trans Jawa tersambung.",),
    no=("Menjembatani perbedaan.",),
    terms_id="infrastruktur; jalan tol; tol; kereta cepat; MRT; LRT; bandara; pelabuhan; jembatan; tol laut; trans jawa; trans papua; trans sumatera; bendungan; kereta api",
    terms_en="infrastructure; highway; highways; transit; amtrak; airport; bridges; faa; transportation; roads and bridges; railroad",
)
def issue_transport() -> None:
    """Transport and infrastructure."""


@code(
    "issues",
    id="Hukum, kejahatan, dan korupsi.",
    rule=RULE,
    rule_id=RULE_ID,
    yes=("Berantas korupsi.",),
    no=("Hukum alam.",),
    terms_id="korupsi; KPK; tipikor; koruptor; perampasan aset; penegakan hukum; mahkamah konstitusi; kejaksaan; narkoba; pungli; saber pungli; ITE; kriminalisasi; suap",
    terms_en="crime; gun violence; gun control; second amendment; background checks; law enforcement; prison; criminal justice; supreme court; drugs; human trafficking; sexual assault; corruption; police officers",
)
def issue_law_crime() -> None:
    """Law, crime and corruption."""


@code(
    "issues",
    id="Kesejahteraan sosial: kemiskinan, bantuan, lansia.",
    rule=RULE,
    rule_id=RULE_ID,
    yes=("PKH ditambah.",),
    no=("Bantuan doa.",),
    terms_id="kemiskinan; bansos; PKH; keluarga harapan; bantuan sosial; lansia; fakir miskin; jaminan sosial; dana desa; bantuan langsung; rastra; sembako murah",
    terms_en="social security; poverty; welfare; seniors; safety net; food banks; child care; hunger; homeless; disability benefits; paid leave",
)
def issue_social_welfare() -> None:
    """Social welfare: poverty, aid, the aged."""
