"""Mails that a program wrote for somebody: a recalled message, an answer to an invitation, a copier's scan, a voice
box's recording.

Sources: Outlook's and Exchange's notices; RFC 5546 (METHOD); what Konica Minolta, Canon, HP, Xerox, Ricoh, Kyocera,
Brother, Epson and Sharp machines, and Cisco, Asterisk, 3CX and Teams voice boxes, write as they are delivered.
"""

import re

from channels.email.headers import addresses, header_text
from channels.email.structure import Part

COPIER, VOICEMAIL = "copier", "voicemail"

_RECALL = re.compile(
    r"\s*(?:recall|message recall(?: report)?(?: for)?|(?:message )?recall (?:failure|success|report)|rückruf|"
    r"nachricht zurückrufen|rappel|intrekken|retirar|richiamo|återkalla|tilbakekall|отзыв|geri çağır\w*|"
    r"استدعاء|فراخوانی|"
    r"یاد دہانی واپس|واپس طلب)\b.{0,8}[:：]",
    re.IGNORECASE,
)
_RECALLED = re.compile(
    r"would like to recall the message|möchte die nachricht.{0,200}zurückrufen|souhaite rappeler le message|"
    r"wil het bericht.{0,200}intrekken|desea recuperar el mensaje|پیغام واپس (?:لینا|طلب)|"
    r"geri çağırmak ist|استدعاء الرسالة|فراخوانی پیام|"
    r"message recall (?:report|success|failure)|recall (?:failed|succeeded|was successful)|could not be recalled",
    re.IGNORECASE | re.DOTALL,
)
_METHOD = re.compile(rb"(?im)^method:[ \t]*(reply|counter|refresh|declinecounter)\b")
_ASKED = re.compile(rb"(?im)^method:[ \t]*(?:request|cancel)\b")
_SAYS_SO = re.compile(
    r"has (?:accepted|declined|tentatively accepted|replied .{1,20} to|proposed a new time for) this|"
    r"(?:accepted|declined) (?:this|the|your) (?:invitation|meeting|event)|"
    r"hat (?:diese|die|ihre) (?:einladung|besprechung)|"
    r"a (?:accepté|refusé) (?:cette|votre) invitation|daveti(?:nizi)? (?:kabul|ret)|"
    r"دعوت (?:قبول|مسترد|نامنظور)|پذیرفت|بلنه (?:ومنله|رد)",
    re.IGNORECASE,
)
_ANSWERED = re.compile(
    r"\s*(?:accepted|declined|tentative(?:ly accepted)?|new time proposed|meeting (?:accepted|declined)|"
    r"zugesagt|abgesagt|"
    r"mit vorbehalt|accepté|refusé|aceptado|rechazado|accettato|kabul edildi|reddedildi|принято|отклонено|"
    r"پذیرفته شد|مقبول|"
    r"قبول|قبول کر لیا|منظور|مسترد)\s*[:：]",
    re.IGNORECASE,
)
_COPIER_SUBJECT = re.compile(
    r"message from [\"']?(?:km_|bizhub|rnp|mfp|sharp|kyocera|ricoh|canon|xerox|brother|hp |epson|toshiba|scan)|"
    r"(?:scanned|attached) (?:image|document|file|from)|scan (?:from|data from|to e-?mail)|image from|scan[ _-]?\d{3,}|"
    r"document from (?:a )?(?:xerox|hp|canon|brother|mfp)|(?:from|via) (?:a |the )?(?:xerox|ricoh|kyocera|bizhub|"
    r"workcentre|imagerunner|taskalfa|ecosys|mfp)|scan-?to-?e?mail|(?:ایم ایف پی|سکین|"
    r"اسکین)(?: شدہ)? (?:دستاویز|پیغام|سے)",
    re.IGNORECASE,
)
_COPIER_NAME = re.compile(
    r"\b(?:mfp|copier|scanner|scan2?(?:tomail|mail)?|bizhub|km_?c?\d+\w*|workcentre|versalink|altalink|"
    r"imagerunner|ir-?adv|"
    r"taskalfa|ecosys|aficio|ricoh|kyocera|xerox|sharp|toshiba|officejet|laserjet|photocopier|printer)\b",
    re.IGNORECASE,
)
_COPIER_FILE = re.compile(
    r"(?:skm_|doc\d{6,}|scan[-_ ]?\d*|scn_|img_?\d{8,}|\d{8,14}|mx-?\w+_|sharp|xerox|canon|kyocera|ricoh|"
    r"brother|hp ?scan)"
    r"[\w .()-]*\.(?:pdf|tiff?|jpe?g)",
    re.IGNORECASE,
)
_VOICE_SUBJECT = re.compile(
    r"voice ?(?:mail|message)|voice-?mail|missed call|vm from|new message \d+ in mailbox|\[pbx\]|message vocal|"
    r"sprachnachricht|صوتی پیغام|وائس ?میل|غږیز پیغام",
    re.IGNORECASE,
)
_VOICE_SENDER = re.compile(
    r"(?:voice-?mail|vm|asterisk|pbx|unity|ucm|3cx|freepbx|callmanager|ipphone|exchange-um|phone ?system)",
    re.IGNORECASE,
)
_MOST_WORDS = 60


def is_recall(mail: Part, text: str) -> bool:
    """Outlook's "would like to recall the message"."""
    return bool(_RECALL.match(header_text(mail.fields, "Subject") or "")) and (
        bool(_RECALLED.search(text[:2000])) or not text.strip()
    )


def is_meeting_answer(mail: Part, text: str = "") -> bool:
    """An invitation of ours, or of somebody's, was accepted or declined."""
    parts = [part for part in mail.walk() if part.type in {"text/calendar", "application/ics"}]
    if any((part.parameter("method") or "").lower() in {"reply", "counter", "refresh"} for part in parts):
        return True
    if any(_METHOD.search(part.content[:20_000]) for part in parts):
        return True
    subject = header_text(mail.fields, "Subject") or ""
    if _ANSWERED.match(subject) and _SAYS_SO.search(text[:2000]) and len(text.split()) <= _MOST_WORDS:
        return True
    if mail.type == "text/calendar" and _ASKED.search(mail.content[:20_000]):
        return True
    kind = (mail.fields.get("content-class") or mail.fields.get("x-ms-exchange-calendar-type") or "").lower()
    return "calendarmessage" in kind and bool(_ANSWERED.match(subject))


def device(mail: Part, text: str) -> str | None:
    """``copier`` or ``voicemail`` where a machine passes on what a person put on its glass or said to it."""
    files = [part for part in mail.walk() if not part.children and (part.filename or part.disposition == "attachment")]
    kinds = {part.type.partition("/")[0] if part.type != "application/pdf" else "scan" for part in files}
    subject = header_text(mail.fields, "Subject") or ""
    written = addresses(mail.fields, "From")
    who = f"{written[0].address.partition('@')[0]} {written[0].name or ''}" if written else ""
    if len(text.split()) > _MOST_WORDS:
        return None
    sounds = "audio" in kinds or any(
        (part.filename or "").lower().endswith((".wav", ".mp3", ".amr", ".ogg")) for part in files
    )
    if sounds and (_VOICE_SUBJECT.search(subject) or _VOICE_SENDER.search(who)):
        return VOICEMAIL
    scans = kinds & {"image", "scan"} or any(
        (part.filename or "").lower().endswith((".pdf", ".tif", ".tiff")) for part in files
    )
    if not scans:
        return None
    signs = (
        bool(_COPIER_SUBJECT.search(subject)),
        bool(_COPIER_NAME.search(re.sub(r"[._-]", " ", who)) or _COPIER_NAME.search(who)),
        any(_COPIER_FILE.fullmatch(part.filename or "") for part in files),
        any(name in mail.fields for name in ("x-scanner", "x-km-scan", "x-mfp", "x-brother-scan")),
    )
    return COPIER if sum(signs) >= 2 else None
