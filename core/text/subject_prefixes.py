"""What mail programs and gateways put into a subject: Re:, Fwd:, [EXTERNAL], ***SPAM***, Antwort:, ځواب:.

The one list of them. ``peel`` takes them off, in whatever order and number they stand.
"""

import re
from dataclasses import dataclass

from core.text.normalise import composed

REPLY, FORWARD, TAG = "reply", "forward", "tag"

_REPLIES = (
    r"re|aw|sv|svar|antw|antwort|odp|odpověď|ynt|yan|yanıt|rif|ris|res|rép|réponse|vs|vast|atb|απ|"
    r"reply|ответ|отв|відповідь|回复|回覆|答复|答覆|回|返信|답장|회신|"
    r"جواب|جوابی|ردّ?|الرد|پاسخ|ځواب|ځوابونه|جواب الجواب"
)
_FORWARDS = (
    r"fw|fwd|forward|forwarded|wg|weitergeleitet|tr|transf|rv|reenv|enc|i|inoltra|doorst|vb|vl|"
    r"videresendt|välitetty|pd|přep|ilet|iletilen|προωθ|пересл|перенаправлено|пер|转发|轉寄|轉發|転送|전달|"
    r"فارورڈ|فارورڈ شدہ|آگے بھیجا گیا|ارسال شدہ|إعادة توجيه|اعادة توجيه|تمرير|فرستادن|بازارسال|ارسال مجدد|"
    r"استول|استول شوی|لېږل شوی|لیږل شوی|مخته لېږل"
)
_BY_WORD = (
    r"external(?: e-?mail| sender| message| mail)?|ext|extern|suspected spam|spam|probable spam|possible spam|"
    r"untrusted(?: sender)?|unverified(?: sender)?|suspicious|phishing(?: alert)?|phish|"
    r"بیرونی(?: ای ?میل)?|اسپیم|سپیم|خارجی|خارجي|بهرنی"
)
"""What a gateway writes without any bracket too."""
_MARKED = (
    rf"{_BY_WORD}|junk|bulk|virus(?: checked| scanned)?|scanned|caution|warning|encrypted|secure|confidential|"
    r"signed|non-?secure|unsafe|graymail|marketing|newsletter"
)
_COUNT = r"\s{0,20}(?:\[\d{1,3}\]|\(\d{1,3}\)|\*\d{1,3}|\^\d{1,3}|\d{1,2})?\s{0,20}"
_PREFIX = re.compile(
    rf"\s*(?:(?P<reply>{_REPLIES})|(?P<forward>{_FORWARDS})|(?P<marked>{_BY_WORD})){_COUNT}[:：]\s*", re.IGNORECASE
)
_IN_FRONT = re.compile(
    r"\s*(?:\[[^\[\]]{1,60}\]|\*{2,}[^*]{1,40}\*{2,}|\{[^{}]{1,40}\}|-{2,}[^-]{1,30}-{2,})\s*[:：\-–|]?\s*"
    rf"|\s*[<(](?:{_MARKED})[>)]\s*[:：\-–|]?\s*|\s*(?:{_BY_WORD})\s*(?:[!*|]|-(?=\s))+\s*",
    re.IGNORECASE,
)
_ANYWHERE = re.compile(
    rf"(?:(?<!\s)\s+)?(?:[\[({{<]\s*(?:{_MARKED})[?!]?\s*[\])}}>]|(?<!\*)\*{{2,}}\s*(?:{_MARKED})\s*\*{{2,}}"
    r"|[\[({][^\[\](){}]{0,20}#\s?[\w-]{1,30}[\])}])\s*",
    re.IGNORECASE,
)
_MARKS = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\u061c\ufeff]")


@dataclass(frozen=True, slots=True)
class Peeled:
    """``rest`` is the subject without them; ``kinds`` what stood in it (reply, forward, tag), from the front."""

    rest: str
    kinds: tuple[str, ...] = ()


def peel(subject: str | None) -> Peeled:
    """A subject taken apart. One that is nothing but tags keeps what stands in them."""
    text = _MARKS.sub("", composed(subject or "", "NFKC")).strip()
    kinds: list[str] = []
    rest = text
    for _ in range(20):
        prefix = _PREFIX.match(rest)
        front = prefix or _IN_FRONT.match(rest)
        if front is None or front.end() == 0:
            break
        kinds.append(TAG if prefix is None or prefix["marked"] else REPLY if prefix["reply"] else FORWARD)
        rest = rest[front.end() :]
    shorter = _ANYWHERE.sub(" ", rest)
    if shorter != rest:
        kinds.append(TAG)
    shorter = " ".join(shorter.split())
    if not shorter and set(kinds) == {TAG}:
        return Peeled(" ".join(re.sub(r"[\[\]{}*]", " ", text).split()), tuple(kinds))
    return Peeled(shorter, tuple(kinds))
