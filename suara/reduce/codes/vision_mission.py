"""Vision and mission: what the actor wants and plans; whether it is in the registered programme is a finding's question."""

from suara.reduce.code import code


@code(
    "vision and mission",
    id="Menyampaikan visi, misi, program, atau janji untuk masa jabatan mendatang.",
    rule="1 if a goal or plan for the coming term is stated. What was done is achievement; the bare words *visi misi* in an invitation are 0.",
    rule_id="1 bila tujuan atau rencana untuk masa jabatan mendatang disampaikan. Yang sudah dikerjakan adalah achievement; kata visi misi dalam undangan saja 0.",
    yes=("Jika terpilih, kami bangun 3 juta rumah.", "As governor I will cut waiting lists."),
    no=("Saksikan debat visi misi malam ini.", "We cut waiting lists."),
    terms_id="""program kerja; program unggulan; janji kerja; akan kami wujudkan; kami berkomitmen; komitmen kami; peta jalan; rencana aksi; solusi kami;
        kami usulkan; kami perjuangkan; target kami; jika terpilih; bila terpilih; kelak bila menang; insya allah kami akan; akan kami bangun; kami
        akan; kita akan bangun; program kami; cita-cita kami; lima tahun ke depan; 5 tahun ke depan; visi kami; visi saya adalah; misi kami; misi
        kita; visi misi kami; visi indonesia; gagasan kami adalah; jalankan program aksi""",
    terms_en="""my plan; our plan; my vision; our vision; our mission; when elected; if elected; as president i will; as governor i will; as your; we will
        build; i will fight; my agenda; our agenda; on day one; we need to pass; my proposal; our proposal; i'm committed to""",
)
def vision_mission() -> None:
    """States a vision, mission, programme or promise for the coming term."""
