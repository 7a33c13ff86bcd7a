"""Functions of a post: to inform, to mobilize, to interact (CamforS, Haßler et al. 2021; Wurst et al. 2023)."""

from suara.reduce.code import code


@code(
    "campaign functions",
    id="Memberi informasi: kebijakan, acara, kabar kampanye, penampilan di media.",
    rule="1 if the reader learns a fact about policy, an event, the campaign or a media appearance. Slogans without a fact are 0.",
    rule_id="1 bila pembaca memperoleh fakta tentang kebijakan, acara, kampanye, atau penampilan di media. Slogan tanpa fakta 0.",
    yes=("Besok pukul 19.00 debat ketiga di TV.", "The bill would lower premiums by 10 %."),
    no=("Indonesia maju!", "Together we win."),
    terms_id="""saksikan di; tayang di; live di TV; wawancara eksklusif; liputan; dikutip dari; talkshow; debat capres; debat kandidat; siaran langsung;
        breaking news; cuplikan wawancara; baca selengkapnya; jadwal kampanye; rapimnas; rakernas; dialog dengan; meninjau; kunjungan kerja;
        bertemu warga; menyapa warga; hadir di tengah""",
    terms_en="""tune in; watch live; read more; read my; my op-ed; op-ed; press release; my statement; according to; new report; the bill would; hearing on;
        live now; on the house floor; on the senate floor; on cnn; on fox; on msnbc; breaking news; just in""",
    cite="hassler2021",
)
def function_information() -> None:
    """Informs: on policy, events, the campaign, appearances in the media."""


@code(
    "campaign functions",
    id="Menampilkan kinerja: hasil yang sudah dicapai oleh pelaku atau pemerintahannya.",
    rule="1 if something done is presented as the actor's own result. A promise is vision_mission; a visit without a result is function_information.",
    rule_id="1 bila sesuatu yang telah dikerjakan ditampilkan sebagai hasil pelaku. Janji adalah vision_mission; kunjungan tanpa hasil bukan kinerja.",
    yes=("191 ribu kilometer jalan desa telah kita bangun.", "We passed the largest tax cut in a generation."),
    no=("Kami akan membangun jalan.", "We will build roads."),
    terms_id="""telah kita bangun; telah kami bangun; sudah kita bangun; sudah dibangun; telah dibangun; telah selesai; sudah selesai; diresmikan;
        meresmikan; saya resmikan; capaian; hasil kerja; bukti kerja; kerja nyata; terealisasi; telah diserahkan; menyerahkan bantuan; saya
        serahkan; menyerahkan sertifikat; sertifikat tanah; mulai beroperasi; laporan kinerja; telah terwujud; sudah terwujud; keberhasilan kami;
        keberhasilan kita; keberhasilan pemerintah; kita berhasil; kami berhasil; saya berhasil; pemerintah berhasil; indonesia berhasil; telah
        berhasil; berhasil menurunkan; berhasil meningkatkan; berhasil membangun; pencapaian kami; pencapaian kita; menerima penghargaan; meraih
        penghargaan""",
    terms_en="""we passed; we delivered; we secured; i secured; i delivered; we created; jobs created; accomplishments; achievement; achieved; results for;
        signed into law; track record; proven record; successfully; milestone; we built; we cut""",
    cite="hassler2021",
)
def achievement() -> None:
    """Shows performance: a result that the actor, or the actor's government, has reached."""


@code(
    "campaign functions",
    id="Mengajak memilih atau datang ke TPS.",
    rule="1 if readers are asked to vote, to vote for somebody, or not to abstain. A ballot number in a banner alone is 0.",
    rule_id="1 bila pembaca diajak memilih, memilih seseorang, atau tidak golput. Nomor urut dalam spanduk saja 0.",
    yes=("Jangan lupa datang ke TPS, coblos nomor 1.", "Vote on Tuesday!"),
    no=("KPU menetapkan nomor urut.", "The Senate voted today."),
    terms_id="""coblos; nyoblos; jangan golput; ayo ke TPS; datang ke TPS; pilih nomor; tusuk nomor; gaspol menang; satu putaran; jangan lupa pilih; gunakan
        hak pilih; gunakan hak suara; salurkan suara; berikan suara; pilih kami; pilih saya; ayo pilih; mari menangkan; ayo menangkan; bantu
        menangkan; untuk menangkan; selamat mencoblos; pergi mencoblos; datang mencoblos; golput""",
    terms_en="""go vote; vote for; vote on; get out and vote; cast your ballot; cast your vote; your vote; polls are open; early voting; vote early;
        register to vote; make a plan to vote; election day; support me on; i need your vote""",
    cite="hassler2021",
)
def mobilization_vote() -> None:
    """Calls on people to vote or to go to the polls."""


@code(
    "campaign functions",
    id="Mengajak hadir di acara.",
    rule="1 if readers are asked to come to a rally, meeting or event. An event that is over is function_information.",
    rule_id="1 bila pembaca diajak hadir di kampanye, pertemuan, atau acara. Acara yang sudah lewat adalah function_information.",
    yes=("Hadiri kampanye akbar di GBK!", "Join us Saturday at the rally."),
    no=("Kampanye akbar kemarin meriah.", "Great rally last night."),
    terms_id="kampanye akbar; hadiri kampanye; hadirilah; ayo hadir; mari hadir; ikuti acara; jangan lupa hadir; datang dan ramaikan; ramaikan",
    terms_en="join us; join me; come join; rsvp; come out and; hope to see you; see you there; attend our; attend the rally",
    cite="hassler2021",
)
def mobilization_attend() -> None:
    """Calls on people to come to an event."""


@code(
    "campaign functions",
    id="Mengajak menyumbang uang.",
    rule="1 if readers are asked for money for the campaign. Alms and aid for victims are 0.",
    rule_id="1 bila pembaca diminta menyumbang untuk kampanye. Sedekah dan bantuan korban 0.",
    yes=("Sumbang kampanye kami mulai Rp20.000.", "Chip in $5 before midnight."),
    no=("Bantu korban gempa Lombok.", "Donate to the Red Cross."),
    terms_id="sumbang kampanye; donasi kampanye; sumbangan kampanye; dana perjuangan; galang dana kampanye; rekening perjuangan",
    terms_en="chip in; donate today; donate now; pitch in; contribute to my campaign; contribute to our campaign; make a contribution; fundraising deadline; matching gift",
    cite="hassler2021",
)
def mobilization_donate() -> None:
    """Asks people to give money to the campaign."""


@code(
    "campaign functions",
    id="Mengajak menjadi relawan, anggota, atau saksi.",
    rule="1 if readers are asked to give time or to join. Thanks to volunteers are gratitude.",
    rule_id="1 bila pembaca diajak memberi waktu atau bergabung. Terima kasih kepada relawan adalah gratitude.",
    yes=("Daftar relawan di tautan ini.", "Sign up to knock on doors."),
    no=("Terima kasih para relawan.", "Our volunteers are the best."),
    terms_id="""daftar relawan; jadi relawan; bergabung bersama; ayo bergabung; jadi saksi; saksi TPS; kawal suara; kawal TPS; konsolidasi pemenangan;
        menjadi relawan kami; jadi relawan kami""",
    terms_en="volunteer; sign up to; knock on doors; knock doors; phone bank; join our team; join the team; help us reach",
    cite="hassler2021",
)
def mobilization_volunteer() -> None:
    """Asks people to volunteer, join or watch the count."""


@code(
    "campaign functions",
    id="Mengajak menyukai, membagikan, atau mengikuti.",
    rule="1 if readers are asked to like, share, follow, tag or use a hashtag.",
    rule_id="1 bila pembaca diajak menyukai, membagikan, mengikuti, menandai, atau memakai tagar.",
    yes=("Bagikan dan tag temanmu!", "Retweet if you agree."),
    no=("Video ini ditonton sejuta kali.", "Over a million people shared this."),
    terms_id="""tag temanmu; tag teman; viralkan; share sebanyak; like dan share; jangan lupa like; subscribe; ikuti akun; gunakan tagar; pasang twibbon;
        ayo follow; jangan lupa follow; follow akun; dapat follow; ayo sebarkan; bantu sebarkan; mohon sebarkan; sebarkan video; sebarluaskan;
        bagikan video; bagikan ke; ayo bagikan""",
    terms_en="retweet if; rt if; please share; share this; share if; like and share; like if; follow us; follow me; follow along; tag a friend; spread the word; pass it on",
    cite="hassler2021",
)
def mobilization_share() -> None:
    """Asks people to like, share, follow or tag."""


@code(
    "campaign functions",
    id="Mengajak mencari informasi lebih lanjut.",
    rule="1 if readers are sent to a page, programme or film. A bare link is 0.",
    rule_id="1 bila pembaca diarahkan ke laman, program, atau video. Tautan tanpa ajakan 0.",
    yes=("Baca program kami selengkapnya di laman ini.", "Learn more on my website."),
    no=("https://contoh.id",),
    terms_id="selengkapnya di; klik tautan; klik link; link di bio; kunjungi laman; kunjungi situs; baca selengkapnya; tonton selengkapnya; cek DPT; simak",
    terms_en="learn more; find out more; read more; more info; more information; click here; link in bio; visit my website; visit our website; check out; watch the video; see the full",
    cite="hassler2021",
)
def mobilization_inform() -> None:
    """Sends people to look for more information."""


@code(
    "campaign functions",
    id="Mengajak meyakinkan orang lain.",
    rule="1 if readers are asked to win over family, neighbours or friends. Sharing a post is mobilization_share.",
    rule_id="1 bila pembaca diajak meyakinkan keluarga, tetangga, atau teman. Membagikan unggahan adalah mobilization_share.",
    yes=("Ajak keluarga dan tetangga memilih nomor 2.", "Tell your friends why you vote for us."),
    no=("Bagikan video ini.", "Share this video."),
    terms_id="ajak keluarga; ajak tetangga; ajak teman; ajak saudara; ajak orang tua; yakinkan keluarga; yakinkan tetangga",
    terms_en="tell your friends; talk to your neighbors; talk to your friends; bring a friend; convince your; ask your friends",
    cite="hassler2021",
)
def mobilization_persuade() -> None:
    """Asks people to win over others."""


@code(
    "campaign functions",
    id="Mengajak menandatangani petisi atau menghubungi pejabat.",
    rule="1 if readers are asked to sign, write or call for a cause.",
    rule_id="1 bila pembaca diajak menandatangani, menulis, atau menelepon demi suatu tuntutan.",
    yes=("Tanda tangani petisi ini.", "Call your senator today."),
    no=("Petisi itu ditolak.", "The petition failed."),
    terms_id="tanda tangani petisi; tandatangani petisi; isi petisi; dukung petisi",
    terms_en="sign the petition; sign our petition; sign my petition; add your name; call your senator; call your representative; write your; contact your",
    cite="hassler2021",
)
def mobilization_petition() -> None:
    """Asks people to sign a petition or to write to those in office."""


@code(
    "campaign functions",
    id="Memuji diri, partai, atau kubu sendiri tanpa menyebut hasil.",
    rule="1 if the actor praises itself or its camp. With a result it is achievement; both may be 1.",
    rule_id="1 bila pelaku memuji diri atau kubunya. Bila hasil disebut, itu achievement; keduanya boleh 1.",
    yes=("Pemimpin terbaik untuk Indonesia.", "The strongest candidate in this race."),
    no=("Kami membangun 100 sekolah.", "We built 100 schools."),
    terms_id="""paling siap; pemimpin yang tegas; sosok pemimpin; dicintai rakyat; partai terbaik; elektabilitas tertinggi; pemimpin terbaik untuk; calon
        terbaik; kami yang terbaik; usung pemimpin terbaik""",
    terms_en="the best candidate; strongest candidate; only candidate; proven leader; proven leadership; leading in the polls; endorsed by; proud to be endorsed; named one of; i am the only",
    cite="hassler2021",
)
def self_praise() -> None:
    """Praises oneself, the party or one's own camp without naming a result."""


@code(
    "campaign functions",
    id="Berterima kasih atau bersyukur kepada pendukung, relawan, warga, atau Tuhan.",
    rule="1 if thanks are given to somebody for something. Thanks as a closing phrase alone are 0.",
    rule_id="1 bila ucapan terima kasih ditujukan kepada seseorang atas sesuatu. Terima kasih sebagai penutup saja 0.",
    yes=("Terima kasih warga Solo atas sambutannya.", "Thank you, Iowa, for coming out tonight."),
    no=("Sekian dan terima kasih.", "No thanks."),
    terms_id="""terima kasih; terimakasih; makasih; matur nuwun; hatur nuhun; syukur alhamdulillah; alhamdulillah; puji syukur; sambutan hangat; dukungan
        luar biasa; kami apresiasi; saya apresiasi""",
    terms_en="thank you; thanks to; thanks for; many thanks; grateful for; grateful to; i appreciate; we appreciate",
    cite="hassler2021",
)
def gratitude() -> None:
    """Thanks supporters, volunteers, citizens or God."""
