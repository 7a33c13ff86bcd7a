"""Greetings and calendar days: they come with the date, not with a trend, and inflate every count of posts."""

from suara.reduce.code import code


@code(
    "ritual",
    id="Salam, ucapan selamat, atau belasungkawa.",
    rule="1 if the greeting is what the post is for. A greeting before something else is 0.",
    rule_id="1 bila salam atau ucapan adalah isi utama. Salam pembuka sebelum isi lain 0.",
    yes=("Selamat ulang tahun, Pak Prabowo.", "Happy birthday to our veterans!"),
    no=("Assalamualaikum, hari ini saya meninjau bendungan.",),
    terms_id="""selamat ulang tahun; turut berduka; berduka cita; duka cita; belasungkawa; innalillahi; selamat jalan; semoga lekas sembuh; assalamualaikum; salam sejahtera;
        om swastiastu; selamat pagi; selamat malam; selamat bertugas; selamat menempuh; selamat atas; selamat kepada""",
    terms_en="happy birthday; congratulations; congrats; rest in peace; RIP; condolences; thoughts and prayers; our prayers; get well; good morning; best wishes",
)
def ritual_greeting() -> None:
    """A greeting, congratulations or condolences."""


@code(
    "ritual",
    id="Hari besar atau peringatan.",
    rule="1 if the post is there because of the day: religious, national, of a profession. Events of the campaign are function_information.",
    rule_id="1 bila unggahan ada karena harinya: hari raya, nasional, profesi. Acara kampanye adalah function_information.",
    yes=("Selamat Hari Santri.", "Happy Thanksgiving!"),
    no=("17 April kita ke TPS.",),
    terms_id="""selamat hari; selamat idul fitri; selamat idul adha; idul fitri; lebaran; mohon maaf lahir dan batin; selamat natal; selamat tahun baru; selamat imlek; hari raya;
        nyepi; waisak; galungan; maulid; isra mikraj; ramadan; ramadhan; selamat menunaikan; selamat berpuasa; jumat berkah; dirgahayu; hut ri; hari kemerdekaan; 17 agustus;
        hari santri; hari buruh; hari guru; hari ibu; hari pahlawan; sumpah pemuda; hari kartini; kesaktian pancasila""",
    terms_en="""happy new year; merry christmas; happy holidays; happy easter; happy hanukkah; happy passover; ramadan; happy thanksgiving; happy mother's day; happy father's day;
        memorial day; veterans day; fourth of july; 4th of july; independence day; labor day; mlk day; earth day; women's history month; black history month; on this day""",
)
def ritual_calendar() -> None:
    """A feast, a commemoration, a day of the calendar."""
