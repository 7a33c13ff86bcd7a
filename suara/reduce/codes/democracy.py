"""Transparency, electronic democracy and the neutrality of civil servants."""

from suara.reduce.code import code


@code(
    "transparency",
    id="Membuka dana, harta, anggaran, atau keputusan.",
    rule="1 if money, assets, budgets or decisions are shown, or demanded to be shown. Honesty as a trait is character_integrity.",
    rule_id="1 bila dana, harta, anggaran, atau keputusan dibuka atau dituntut dibuka. Kejujuran sebagai watak adalah character_integrity.",
    yes=("Laporan dana kampanye kami dapat diunduh.", "I am releasing my tax returns."),
    no=("Kami jujur.",),
    terms_id="laporan dana kampanye; dana kampanye; LADK; LPSDK; LPPDK; LHKPN; laporan keuangan; audit; keterbukaan informasi; transparan; transparansi; akuntabel; akuntabilitas; data terbuka; sumber dana; berapa anggarannya",
    terms_en="transparency; transparent; tax returns; campaign finance; financial disclosure; open data; open government; accountability; audit; FOIA; disclosure; dark money",
)
def transparency() -> None:
    """Opens up funds, assets, budgets or decisions."""


@code(
    "e-democracy",
    id="Menyediakan atau menyebut saluran warga: aduan, aspirasi, petisi, jajak pendapat, pengawasan, daftar pemilih.",
    rule="1 if citizens are shown a channel by which they can act on public matters. A mere call for comments is invitation_to_dialogue.",
    rule_id="1 bila warga diberi saluran untuk bertindak dalam urusan publik. Ajakan berkomentar saja adalah invitation_to_dialogue.",
    yes=("Sampaikan aduan lewat LAPOR!", "Check your registration here."),
    no=("Apa pendapatmu?",),
    terms_id="""sampaikan aspirasi; kanal aduan; aduan; pengaduan; lapor; petisi; jajak pendapat; cek DPT; daftar pemilih; partisipasi publik; pengawasan
        bersama; musrenbang; laporkan pelanggaran; salurkan aspirasi; menyampaikan aspirasi; menyerap aspirasi; membaca aspirasi; kirim aspirasi""",
    terms_en="petition; public comment; contact your; town hall; townhall; voter registration; check your registration; report a problem; whistleblower; participatory; citizens assembly; open forum; constituent services; submit your comments",
    cite="rahman2019",
)
def e_democracy() -> None:
    """Gives or names a channel for citizens: complaints, petitions, consultation, oversight, the voter roll."""


@code(
    "neutrality",
    id="Netralitas ASN, TNI, Polri, atau kepala desa: dukungan atau pengerahan oleh aparatur, atau pembicaraan tentangnya.",
    rule="1 if civil servants, soldiers, police or village heads appear as supporters, or their neutrality is the subject. The code does not say that a rule was broken.",
    rule_id="1 bila aparatur tampak mendukung atau netralitasnya menjadi pokok. Kode ini tidak menyatakan pelanggaran.",
    yes=("Para kepala desa mendeklarasikan dukungan.", "ASN harus netral."),
    no=("ASN menerima gaji ke-13.",),
    terms_id="""netralitas ASN; netralitas PNS; netralitas TNI; netralitas Polri; netralitas aparat; netralitas aparatur; netralitas kepala desa; aparat
        tidak netral; ASN tidak netral; aparat harus netral; TNI harus netral; Polri harus netral; ASN harus netral; bersikap netral; ASN dilarang;
        PNS dilarang; kades dilarang; kepala desa dilarang; mobilisasi ASN; mobilisasi PNS; mobilisasi kepala desa; pengerahan ASN; pengerahan
        kades; aparat dikerahkan; fasilitas negara; mobil dinas; netralitas; ASN netral; polisi netral; kepala desa mendukung; ASN mendukung;
        dukungan kepala desa; dukungan ASN""",
    terms_en="hatch act; civil servants; government employees; official duty; taxpayer resources; partisan activity",
)
def civil_servant_neutrality() -> None:
    """Neutrality of civil servants, army, police or village heads; terms only mark where to look."""
