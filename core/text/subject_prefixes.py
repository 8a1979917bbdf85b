"""What mail programs and gateways put into a subject: Re:, Fwd:, [EXTERNAL], ***SPAM***, Antwort:, ځواب:.

The one list of them. ``peel`` takes them off, in whatever order and number they stand.
"""

import re
from dataclasses import dataclass

from core.text.normalise import composed

REPLY, FORWARD, TAG = "reply", "forward", "tag"

_REPLIES = (
    r"re-?|r|aw|sv|svar|antw|antwort|odp|odpověď|ynt|yan|yanıt|rif|ris|res|réf|rép|réponse|vs|vast|vastaus|vá|válasz|atb|απ|"
    r"respuesta|risposta|resposta|odpowiedź|odgovor|одговор|відп|răspuns|תשובה|השב|उत्तर|प्रति|জবাব|"
    r"trả lời|balas|bls|ตอบ(?:กลับ)?|"
    r"reply|ответ|отв|відповідь|回复|回覆|答复|答覆|回|返信|답장|회신|"
    r"جواب|جوابی|ری|ردّ?|الرد(?: على)?|(?:ب)?جواب(?:اً|ا)?|پاسخ(?: به)?|(?:د )?ځواب|ځوابونه|جواب الجواب"
)
_FORWARDS = (
    r"fw|fwd|forward|forwarded|wg|weitergeleitet|tr|transf|rv|reenv|enc|i|inoltra|doorst|vb|vl|"
    r"videresendt|vidarebefordrat|välitetty|välitä|továbbítás|tov|pd|přep|ilet|i?lt|iletilen|προωθ|пересл|перенаправлено|пер|"
    r"πρθ|reenvío|inoltro|encaminhado|doorgestuurd|przekazano|הועבר|fyi|"
    r"chuyển tiếp|trs|blu|ส่งต่อ|转发|轉寄|轉發|転送|전달|"
    r"فارورڈ|فارورڈ شدہ|آگے بھیجا گیا|ارسال شدہ|إعادة توجيه|اعادة توجيه|تمرير|فرستادن|بازارسال|ارسال مجدد|"
    r"هدایت|ارجاع|باز ارسال|آگے|"
    r"استول|استول شوی|ل[ېی]ږل(?: شوی)?|بیا ل[ېی]ږل|مخته(?: ل[ېی]ږل)?"
)
_BY_WORD = (
    r"(?:(?:caution|warning|alert)\W{1,3})?external(?: e-?mail| sender| message| mail)?|ext(?:\.? e?-?mail)?|externe?|"
    r"suspected spam|spam(?:-?(?:low|med|medium|high))?|probable spam|possible spam|"
    r"harici|hari̇ci̇|dış|dişaridan|dışarıdan|"
    r"внешнее|внешняя почта|esterno|externo|extern[aá]|外部|外部(?:メール|邮件|郵件)|"
    r"untrusted(?: sender)?|unverified(?: sender)?|suspicious|phishing(?: alert)?|phish|"
    r"بیرونی(?: ای ?میل)?|اسپیم|سپیم|خارجی|خارجي|بهرنی"
)
"""What a gateway writes without any bracket too."""
_MARKED = (
    rf"{_BY_WORD}|junk|bulk|virus(?: checked| scanned)?|scanned|caution|warning|encrypted|secure|confidential|"
    r"signed|non-?secure|unsafe|graymail|marketing|newsletter|احتیاط|"
    r"(?:scanned|checked|verified|filtered) by [\w .-]{1,30}"
)
_COUNT = r"\s{0,20}(?:\[\d{1,3}\]|\(\d{1,3}\)|\*\d{1,3}|\^\d{1,3}|\d{1,2})?\s{0,20}"
_PREFIX = re.compile(
    rf"\s*(?:(?P<reply>{_REPLIES})|(?P<forward>{_FORWARDS})|(?P<marked>{_BY_WORD})){_COUNT}\.?\s?[:：;؛]\s*",
    re.IGNORECASE,
)
_IN_FRONT = re.compile(
    r"\s*(?:\[[^\[\]]{1,60}\]|\*{2,}[^*]{1,40}\*{2,}|【[^【】]{1,40}】|\{[^{}]{1,40}\}|-{2,}[^-]{1,30}-{2,}|#{2,}[^#]{1,30}#{2,})\s*[:：\-–|]?\s*"
    rf"|\s*[<(](?:{_MARKED})[>)]\s*[:：\-–|]?\s*|\s*(?:{_BY_WORD})\s*(?:[!?*|>]|-(?=\s))+\s*"
    rf"|\s*(?P<mark>[*_!~=])(?:{_BY_WORD})(?P=mark)\s*|\s*(?:(?P<reply>re)|(?P<forward>fwd?))\s[-–]\s",
    re.IGNORECASE,
)
_ANYWHERE = re.compile(
    rf"(?:(?<!\s)\s+)?(?:[\[({{<]\s*(?:{_MARKED})[?!]?\s*[\])}}>]|(?<!\*)\*{{2,}}\s*(?:{_MARKED})\s*\*{{2,}}"
    r"|\[[A-Za-z]{2,20}=[^\[\]]{1,40}\]|[\[({][^\[\](){}]{0,20}#\s?[\w-]{1,30}[\])}])\s*",
    re.IGNORECASE,
)
_AT_END = re.compile(
    rf"(?<!\s)\s+(?:(?P<forward>[(\[](?:fwd?|forwarded)[)\]])|[-–|]\s{{0,3}}(?:{_BY_WORD})\.?|#(?:{_BY_WORD})#?|[(\[]was\s?:[^()\[\]]{{1,200}}[)\]])\s*$",
    re.IGNORECASE,
)
_SIGNS = re.compile("[\u2600-\u27bf\ufe0f\U0001f300-\U0001faff\\s]*")
"""Warning signs and locks that gateways draw."""
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
    rest = _without_signs(text)
    for _ in range(20):
        prefix = _PREFIX.match(rest)
        front = prefix or _IN_FRONT.match(rest)
        if front is None or front.end() == 0:
            break
        kinds.append(REPLY if front["reply"] else FORWARD if front["forward"] else TAG)
        rest = _without_signs(rest[front.end() :])
    ended = _AT_END.search(rest)
    if ended is not None:
        kinds.append(FORWARD if ended["forward"] else TAG)
        rest = rest[: ended.start()]
    shorter = _ANYWHERE.sub(" ", rest)
    if shorter != rest:
        kinds.append(TAG)
    shorter = " ".join(shorter.split())
    if not shorter and set(kinds) == {TAG}:
        return Peeled(" ".join(re.sub(r"[\[\]{}*]", " ", text).split()), tuple(kinds))
    return Peeled(shorter, tuple(kinds))


def _without_signs(text: str) -> str:
    """Without the signs at both ends."""
    front, back = _SIGNS.match(text), _SIGNS.match(text[::-1])
    return text[front.end() if front else 0 : len(text) - (back.end() if back else 0)]
