"""Character: competence, integrity, empathy as traits that a post shows of a candidate or leader."""

from suara.reduce.code import code


@code(
    "character",
    id="Menampilkan kecakapan: pengalaman, pengetahuan, ketegasan, kemampuan memimpin.",
    rule="1 if a person or party is said or shown to be able. A result alone is achievement.",
    rule_id="1 bila seseorang atau partai dikatakan atau ditampilkan mampu. Hasil saja adalah achievement.",
    yes=("Berpengalaman memimpin dan berani mengambil keputusan.", "An experienced leader who gets things done."),
    no=("Jembatan itu selesai.", "The bridge is open."),
    terms_id="""pengalaman memimpin; kompeten; cakap; pekerja keras; berani mengambil keputusan; teruji; terbukti mampu; visioner; pemimpin tegas; pemimpin
        yang tegas; kepemimpinan tegas; kepemimpinan yang tegas; dipimpin dengan tegas; sosok tegas; pemimpin cerdas; pemimpin yang cerdas; pemimpin
        berpengalaman; sosok berpengalaman""",
    terms_en="experienced; gets things done; strong leader; strong leadership; decisive; qualified; competent; commander in chief; proven leader; tough; ready to lead",
)
def character_competence() -> None:
    """Shows competence: experience, knowledge, decision, leadership."""


@code(
    "character",
    id="Menampilkan integritas: jujur, bersih, amanah, menepati janji.",
    rule="1 if honesty or cleanness is claimed or shown. Rules on corruption as a policy are issue_law_crime.",
    rule_id="1 bila kejujuran atau kebersihan diakui atau ditampilkan. Kebijakan antikorupsi adalah issue_law_crime.",
    yes=("Jujur, bersih, dan amanah.", "I keep my promises."),
    no=("KPK menahan tersangka.", "New ethics rules pass."),
    terms_id="""bersih dari korupsi; menepati janji; tepati janji; tidak korupsi; rekam jejak bersih; antikorupsi; merakyat; pemimpin jujur; pemimpin yang
        jujur; bersih dan jujur; bersih, jujur; jujur dan bersih; jujur, bersih; menjaga amanah; pemimpin amanah; pemimpin yang amanah; integritas
        pemimpin; berintegritas""",
    terms_en="integrity; honest; honesty; keep my promise; kept my promise; keep my word; trustworthy; principled; accountable; tell the truth; telling the truth",
)
def character_integrity() -> None:
    """Shows integrity: honest, clean, true to one's word."""


@code(
    "character",
    id="Menampilkan kepedulian: mendengar, memahami, dan merasakan keadaan warga.",
    rule="1 if care for what people live through is said or shown. A policy for a group without care is an issue code.",
    rule_id="1 bila kepedulian terhadap keadaan warga dikatakan atau ditampilkan. Kebijakan tanpa kepedulian adalah kode isu.",
    yes=("Saya mendengar keluh kesah para petani.", "I hear you, and I know how hard it is."),
    no=("Subsidi pupuk naik.", "Farm subsidies rise."),
    terms_id="""mendengar keluhan; keluh kesah; mendengarkan aspirasi; mendengar langsung; merasakan penderitaan; turun langsung; membela rakyat;
        penderitaan rakyat; wong cilik; rakyat kecil; peduli terhadap; peduli kepada; peduli pada; peduli rakyat; peduli nasib; peduli petani; saya
        peduli; kami peduli; menemani warga; menemani korban""",
    terms_en="i hear you; i understand; we care; i care about; compassion; i know how hard; stand with you; fight for you; fighting for; hard-working families; hardworking families; your voice",
)
def character_empathy() -> None:
    """Shows empathy: hears, understands and feels with citizens."""
