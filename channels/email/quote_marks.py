"""How mail programs announce what they quote, in the languages that people here set them to.

Each entry is a habit of some program: "On …, X wrote:" (Gmail, Apple Mail, Thunderbird, Yahoo), "X نے لکھا:" (the
same in Urdu), a block of From/Sent/To/Subject (Outlook), "-----Original Message-----" and "Forwarded message" lines.
Patterns look at one line, or a few joined ones, of bounded length, and have no nested repetition.
"""

import re

MARKS = "\u200e\u200f\u061c\u200b\u2060\xa0 \t"
"""Blanks and direction marks that programs put before a line of right-to-left text."""

_WROTE = (
    r"wrote|writes|has written|said|schrieb|geschrieben|a écrit|escribió|ha scritto|escreveu|"
    r"napsal(?:\(a\))?|napisał(?:\(a\))?|"
    r"skrev|schreef|het volgende geschreven|kirjoitti|yazdı|написал(?:\(а\)|а)?|пишет|пише|писав(?:ла)?|писал(?:а)?|"
    r"pisze|píše|scrisse|đã viết|a scris|írta|έγραψε|写道|寫道|さんは書きました|작성|"
    r"menulis|ने लिखा|کو لکھا(?: ہے)?|"
    r"نے لکھا(?: ہے| تھا)?|نے تحریر (?:کیا|فرمایا)(?: ہے)?|لکھتے ہیں|لکھتا ہے|تحریر کرتے ہیں|نے یہ لکھا|"
    r"ولیکل(?:ي| دي)?|وليکل(?:ي| دي)?|لیکلي دي|ليکلي دي|لیکلي|ليکلي|لیکي|وويل|"
    r"نوشت(?:ه است)?|نوشته|كتبت?|کتبت?|تمت كتابة ما يلي بواسطة"
)
_WROTE_END = re.compile(rf"(?:{_WROTE})[^\w]{{0,6}}$", re.IGNORECASE)
_WROTE_INSIDE = re.compile(
    r"\bschrieb\b|تمت كتابة ما يلي بواسطة|کتب|كتب|\bskrev\b|\bschreef\b|yazdı|escreveu|escribió",
    re.IGNORECASE,
)
_WROTE_ANY = re.compile(_WROTE, re.IGNORECASE)
_THEN = re.compile(r"\s?[:：]\s")
_GMAIL_OLD = re.compile(r"\d{4}[-/]\d\d?[-/]\d\d? .{0,200}<\s?[^<>\s]+@[^<>\s]+>\s*[:：]?$")
_GMAIL_BARE = re.compile(r"\d{4}-\d\d-\d\d \d{1,2}:\d\d GMT[+-]\d\d:\d\d [^:：]{1,80}[:：]?$")
"""Without an address: "2016-03-03 17:21 GMT+01:00 Some One"."""
_TIME_AND_ADDRESS = re.compile(
    r"(?=.{0,160}(?:\d{1,2}[:.٫]\d{2}(?!\d)|\d{4})).{6,200}<\s?(?:mailto:)?[^<>\s]+@[^<>\s]+>\s?(?:sent)?\s?[:：]$"
)
"""Without a verb, as Yandex, mail.ru and new Apple programs have it: a time, a name, an address and a colon."""
_QUOTING = re.compile(
    r"(?:quoting|zitat von|zitiere|citando(?: a)?|citation de|citaat van|citat (?:af|"
    r"från)) .{0,80}[^<>\s]+@[^<>\s]+>?\s?[:：]$",
    re.IGNORECASE,
)
"""Horde's and IMP's."""
_ABOVE = re.compile(
    r"\W{0,6}(?:please )?(?:(?:type|write|enter) your )?(?:reply|respond|answer) above this line.{0,40}|"
    r"\W{0,6}bitte .{0,30}(?:oberhalb|über) dieser linie.{0,20}|"
    r".{0,20}(?:اس|دې) (?:لائن|لکیر|کرښې|کرښه) (?:سے|کے|نه|د)? ?(?:اوپر|پورته).{0,30}",
    re.IGNORECASE,
)
"""What desks' systems write above the mail that they send."""
_TIME = re.compile(r"\d{1,2}[:.٫]\d{2}(?!\d)")
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d")
_YEAR = re.compile(r"(?<!\d)(?:20\d\d|19\d\d|۲۰[۰-۹]{2}|٢٠[٠-٩]{2})(?!\d)")
_ADDRESS = re.compile(r"[^\s<>@]{1,64}@[^\s<>@]{1,255}")

_SEPARATOR = re.compile(
    r"[-_=*─—]{2,}\s*(?:original (?:message|appointment|e-?mail)|forwarded (?:message|by .{1,60}|"
    r"mail)|reply message|begin forwarded message|"
    r"ursprüngliche nachricht|message d'origine|mensaje original|messaggio originale|"
    r"mensagem original|opprinnelig melding|oprindelig (?:besked|meddelelse)|ursprungligt meddelande|"
    r"oorspronkelijk bericht|"
    r"alkuperäinen viesti|wiadomość oryginalna|oryginalna wiadomość|původní zpráva|исходное сообщение|"
    r"пересылаемое сообщение|переадресоване повідомлення|doorgestuurd bericht|weitergeleitete nachricht|"
    r"message transféré|mensaje reenviado|messaggio inoltrato|mensagem encaminhada|.{1,60} wrote|"
    r"原始邮件|转发邮件|"
    r"اصل پیغام|اصلی پیغام|فارورڈ (?:کیا گیا )?پیغام|آگے بھیجا گیا پیغام|فارورڈ شدہ پیغام|"
    r"اصلي پیغام|لېږل شوی پیغام|استول شوی پیغام|پیام اصلی|پیام ارسال‌شده|الرسالة الأصلية|"
    r"رسالة معاد توجيهها)\s*[-_=*─—]{2,}",
    re.IGNORECASE,
)
_MESSAGE = (
    r"message|e-?mail|nachricht|bericht|besked|meddel|melding|viesti|wiadomo|zpráv|správ|üzenet|сообщ|"
    r"повідом|лист|mensaje|"
    r"mensagem|messaggio|ileti|mesaj|e-?posta|پیغام|پیام|رسالة|ای ?میل|ایمیل|برېښنالیک|邮件|郵件|메시지|メール"
)
_OLD = (
    r"origin|ursprüng|antwort|forward|weiter|transf|reenvi|inoltr|encaminh|doorgest|oorspronk|oprind|"
    r"opprin|ursprung|alkuper|"
    r"välit|oryginal|przekaz|původ|přepos|исход|пересыл|переадрес|перенапр|переслан|ilet|özgün|orijinal|"
    r"eredeti|továbbít|"
    r"اصل|فارورڈ|آگے|بھیج|ل[ېی]ږل|استول|ارسال|معاد|أصلي|原始|转发|轉寄|전달|転送"
)
_RULED = re.compile(
    rf"[-_=*─—]{{2,}}\s{{0,3}}(?=.{{0,60}}(?:{_MESSAGE}))(?=.{{0,60}}(?:{_OLD})).{{4,60}}?[-_=*─—]{{2,}}", re.IGNORECASE
)
"""The same, of a program in another language: rules around the words for a message and for what became of it."""
_FORWARD = re.compile(
    r"forward|weitergeleitet|transféré|reenviad|inoltrat|encaminhad|doorgestuurd|vidarebe|videresend|välit|"
    r"przekaz|přepos|"
    r"továbbít|пересыл|переслан|переадрес|перенапр|iletilen|转发|轉寄|전달|転送|"
    r"فارورڈ|آگے|بھیجا|ل[ېی]ږل|استول|ارسال|معاد توجيهها",
    re.IGNORECASE,
)
_APPLE_FORWARD = re.compile(
    r"(?:begin forwarded message|start of forwarded message|anfang der weitergeleiteten (?:nachricht|e-?mail)|"
    r"début du (?:message réexpédié|message transféré)|inicio del mensaje reenviado|inizio messaggio inoltrato|"
    r"iletilen iletinin başlangıcı|iletilen ileti|начало переадресованного сообщения|بداية الرسالة المعاد توجيهها|"
    r"شروع پیام بازارسال(?: |‌)شده|فارورڈ کیا گیا پیغام شروع)\s*:",
    re.IGNORECASE,
)
_RULE = re.compile(r"[_─—-]{24,}")
_INITIALS = re.compile(r"[A-Z]{1,4}>(?:\s|$)")
"""The writer's initials before the mark, as The Bat! and old programs have it: "GK> text"."""

FROM = (
    r"from|von|de|da|van|fra|från|lähettäjä|kimden|gönderen|od|feladó|expéditeur|remitente|mittente|от|від|từ|"
    r"منجانب|از طرف|از جانب|از|له|ل[ېی]ږونکي|"
    r"ازطرف|بھیجنے والا|ارسال کنندہ|فرستندہ|لیږونکی|لېږونکی|له لوري|"
    r"فرستنده|المرسل|من|从|发件人"
)
_SENT = (
    r"sent|date|gesendet|datum|dato|envoyé|message du|enviad[oa](?: el)?|fecha|inviato|data|sendt|skickat|verzonden|"
    r"lähetetty|tarih|gönderilen|wysłano|odesláno|отправлено|надіслано|дата|ngày|بھیجا گیا|بھیجا|تاریخ|ارسال کردہ|"
    r"gönderme tarihi|küldve|dátum|"
    r"بتاریخ|نېټه|نیټه|لېږل شوی|ارسال شده|تم الإرسال|التاريخ|发送时间|日期"
)
SUBJECT = (
    r"subject|betreff|objet|sujet|asunto|oggetto|assunto|emne|ämne|onderwerp|aihe|konu|temat|předmět|tárgy|тема|chủ đề|"
    r"موضوع|عنوان|سرلیک|الموضوع|主题|主旨|제목|件名"
)
_OTHER = (
    rf"{SUBJECT}|to|an|à|para|per|a|cc|bcc|copie à|reply-to|importance|"
    r"attachments|til|till|aan|vastaanottaja|kime|alıcı|bilgi|címzett|do|komu|кому|đến|"
    r"بنام|بطرف|بخدمت|وصول کنندہ|کاپی|نقل|تا|ته|ترلاسه کوونکی|به|إلى|نسخة|收件人|抄送"
)
_KEY = re.compile(
    rf"\W{{0,3}}(?:(?P<sender>{FROM})|(?P<sent>{_SENT})|(?P<other>{_OTHER}))\s?\*?\s?[:：]\*?(?P<value>.*)",
    re.IGNORECASE,
)


def bare(line: str) -> str:
    """A line without the blanks and marks around it."""
    return line.strip(MARKS + "\u202a\u202b\u202c")


def is_quoted(line: str) -> bool:
    """Does it carry a quote mark? Some programs write ``&gt;`` where they mean it."""
    text = bare(line)
    if text.startswith("><"):
        return not text.strip(">")
    return text.startswith((">", "&gt;", "»", "›")) or _INITIALS.match(text) is not None


def is_attribution(text: str) -> str | None:
    """``strong``, ``weak`` or None: does this line (or these, joined) say who wrote what follows?

    A weak one, "On 5 March 2025 the patwari wrote:", may be the person's own sentence.
    """
    text = bare(text)
    if 8 <= len(text) <= 400 and any(
        form.match(text) for form in (_GMAIL_OLD, _GMAIL_BARE, _TIME_AND_ADDRESS, _QUOTING)
    ):
        return "strong"
    verb = _WROTE_ANY.search(text, 0, 400)
    if verb is None and not text.endswith((":", "：")):
        return None
    if verb is not None and _THEN.match(text, verb.end()) and _ADDRESS.search(text, 0, verb.start()):
        return "strong" if _TIME.search(text, 0, verb.start()) else None
    if not 8 <= len(text) <= 400:
        return None
    at_end = _WROTE_END.search(text)
    dated = _ADDRESS.search(text) or (_TIME.search(text) and _DATE.search(text))
    inside = text.endswith((":", "：")) and _WROTE_INSIDE.search(text) and dated
    if not at_end and not inside:
        return None
    if not text.endswith((":", "：", "›", ">", "-")) and not _ADDRESS.search(text):
        return None
    if _ADDRESS.search(text) or (_TIME.search(text) and re.search(r"\d", text)):
        return "strong"
    return "weak" if _YEAR.search(text) or text.lower().startswith("on ") else None


def separator(line: str) -> str | None:
    """``forward`` or ``reply`` for a line that divides a new mail from an old one."""
    text = bare(line).strip("*")
    if _APPLE_FORWARD.fullmatch(text):
        return "forward"
    if len(text) <= 100 and _ABOVE.fullmatch(text):
        return "reply"
    if len(text) <= 120 and (_SEPARATOR.fullmatch(text) or _RULED.fullmatch(text)):
        return "forward" if _FORWARD.search(text) else "reply"
    return None


def is_rule(line: str) -> bool:
    """Is it the long line that Outlook draws above the quoted mail?"""
    return bool(_RULE.fullmatch(bare(line)))


def header_block(lines: list[str]) -> str | None:
    """``strong``, ``weak`` or None: do these lines begin with the block that Outlook puts before a quoted mail?

    Letters begin in much the same way ("From: Ali Khan / To: The DC / Subject: …"): without a time or an address, and a
    date field, it is none.
    """
    first = _KEY.match(_unmarked(lines[0])) if lines and len(lines[0]) <= 300 else None
    if first is None or first["other"]:
        return None
    filled = [text for line in lines if (text := _unmarked(line))][:7]
    kinds: dict[str, str] = {}
    for line in filled:
        match = _KEY.match(line)
        if match is None:
            continue
        kind = next(name for name in ("sender", "sent", "other") if match[name])
        kinds[kind] = kinds.get(kind, "") + " " + match["value"]
    if "sender" not in kinds and {"sent", "other"} <= kinds.keys():
        return "strong" if _TIME.search(kinds["sent"]) and _ADDRESS.search(kinds["other"]) else None
    if not {"sender", "other"} <= kinds.keys() and not {"sender", "sent"} <= kinds.keys():
        return None
    proven = _ADDRESS.search(kinds["sender"]) or _TIME.search(kinds.get("sent", "")) is not None
    if "sent" not in kinds:
        return "weak" if _ADDRESS.search(kinds["sender"]) else None
    return "strong" if proven else "weak"


def _unmarked(line: str) -> str:
    """A line without any direction mark: Windows Mail puts them between the letters of a date."""
    return bare(re.sub("[\u200e\u200f\u061c]", "", line))
