"""Interactivity: does the post turn to citizens and expect, or give, something back?"""

from suara.reduce.code import code


@code(
    "interactivity",
    id="Mengajukan pertanyaan kepada warga dan mengharapkan jawaban dari mereka.",
    rule="1 if the question is meant for readers and they could answer it. A rhetorical question is 0, whatever its sign.",
    rule_id="1 bila pertanyaan ditujukan kepada pembaca dan dapat mereka jawab. Pertanyaan retoris 0, walaupun bertanda tanya.",
    yes=("Menurut kalian, apa yang paling mendesak di kampung kalian?", "What should we fix first? Tell us below."),
    no=("Siapa yang tidak ingin Indonesia maju?", "Who would not want a better future?"),
    terms_id="""menurut kalian; menurut kamu; menurut teman-teman; apa pendapatmu; apa pendapat kalian; bagaimana pendapatmu;
        bagaimana menurut; apa harapanmu; apa harapan kalian; pilih jawabanmu; jawab di komentar; ada yang tahu; siapa yang sudah;
        kira-kira apa; setuju gak; setuju nggak; setuju tidak; share ceritamu""",
    terms_en="""what do you think; what are your thoughts; tell us what; let us know what; tell me what; how do you feel about; do you agree;
        what would you; what issues matter; have a question; which one do you""",
    cite="kruikemeier2014",
)
def question_to_citizens() -> None:
    """Asks citizens a question and expects an answer from them."""


@code(
    "interactivity",
    id="Mengundang warga berdialog: menulis komentar, bertanya, mengikuti tanya jawab, jajak pendapat, atau siaran langsung.",
    rule="1 if readers are invited to say something where it can be heard. A call to like or share is mobilization_share, not this.",
    rule_id="1 bila pembaca diajak menyampaikan sesuatu di tempat yang dapat didengar. Ajakan menyukai atau membagikan adalah mobilization_share.",
    yes=("Tulis di kolom komentar ya!", "Join our live Q&A tonight and send your questions."),
    no=("Bagikan video ini ke teman-temanmu.", "Watch the debate tonight."),
    terms_id="""tulis di kolom komentar; tulis di komentar; komen di bawah; komentar di bawah; tanya langsung; sesi tanya jawab; tanya jawab; QnA;
        live bareng; kirim pertanyaan; kirimkan pertanyaan; polling; ikut kuis; sampaikan pendapat; kirim masukan; sampaikan masukan;
        ngobrol bareng; diskusi bersama; cek DM; silakan DM""",
    terms_en="""comment below; in the comments; send your questions; send us your questions; ask me anything; AMA; town hall; townhall; q&a;
        take our survey; take my survey; take the poll; join the conversation; live chat; share your story; your feedback; facebook live; submit your""",
    cite="kruikemeier2014",
)
def invitation_to_dialogue() -> None:
    """Invites citizens to a dialogue: comments, questions, a poll, a live session."""


@code(
    "interactivity",
    id="Menjawab, menanggapi, atau berterima kasih kepada seorang warga tentang hal yang ia sampaikan.",
    rule="1 if the post answers somebody who is no politician, party or outlet. Where the export gives replies, read with it: a reply to oneself is 0.",
    rule_id="1 bila unggahan menjawab seseorang yang bukan politikus, partai, atau media. Balasan kepada diri sendiri 0.",
    yes=("Siap kak, sudah kami teruskan ke dinas terkait.", "Thanks for the question, Maria. We answered it here."),
    no=("Terima kasih atas dukungan seluruh rakyat.", "Thank you all for coming."),
    terms_id="""terima kasih masukannya; siap kak; siap min; siap bang; halo kak; halo sobat; mohon maaf kak; sudah kami teruskan; kami bantu;
        kami tindak lanjuti; betul kak; mohon ditunggu; laporan anda; keluhan anda; terima kasih laporannya""",
    terms_en="thanks for asking; thank you for your question; thanks for your question; thanks for reaching out; to answer your question; sorry to hear; please dm; great question",
    cite="kruikemeier2014",
)
def reply_to_citizen() -> None:
    """Answers a citizen, or takes up what a citizen said."""
