"""Where a signature begins: the "-- " line, what phones add, and the disclaimers that firms append.

A typed closing ("Yours faithfully, Ali Khan, 0300 …") is the person's own and stays: it often says who complains.
"""

import re

from channels.email.quote_marks import bare

_LONGEST = 12
"""Lines that may follow a bare "--" before it is taken for a divider in the text."""

_DELIMITER = re.compile(r"--[ \xa0]?|—{1,2}|__")
_PHONE = re.compile(
    r"(?:sent (?:from|via|using|with) (?:my |the )?(?:iphone|ipad|android|mobile|phone|samsung|galaxy|"
    r"huawei|oppo|vivo|xiaomi|redmi|infinix|tecno|realme|"
    r"nokia|blackberry|windows|outlook|mail for|yahoo|gmail|proton|aol|zoho|mailbird|spark|myjazz|"
    r"smartphone|tablet|ios)"
    r"|get outlook for (?:ios|android)|sent from mail\b|yahoo mail:|von meinem \w+ gesendet|"
    r"gesendet von|envoyé de mon|enviado desde mi|inviato da"
    r"|(?:میرے|مرے)\s.{1,40}\sسے بھیجا گیا|.{0,20}(?:آئی فون|آئی پیڈ|اینڈرائیڈ|اینڈرائڈ|اینڈروئیڈ|"
    r"موبائل|سام سنگ|آؤٹ لک|یاہو میل|iphone|android|outlook)\s.{0,20}سے (?:بھیجا|ارسال|بھیجی)"
    r"|زما (?:له|د)\s.{1,40}(?:څخه|نه) (?:لېږل|لیږل|استول)|تم الإرسال من|أُرسلت من|ارسال شده از)",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"(?:\*|_)*(?:confidentiality (?:notice|note|warning)|disclaimer|legal notice|privileged (?:and|&) confidential|"
    r"(?:this|the information (?:contained )?in this) (?:e-?mail|message|communication|"
    r"transmission)\b.{0,120}\b(?:confidential|intended (?:only|solely)|privileged)|"
    r"this e-?mail has been (?:checked|scanned)|virus-?free\b|avast logo|please consider the environment)",
    re.IGNORECASE,
)
_WARNING_ABOVE = re.compile(
    r"(?:\*|\[)*(?:caution|external(?: e-?mail| sender)?|warning)\b.{0,20}(?:this (?:e-?mail|"
    r"message) (?:originated|came|was sent)|do not click)",
    re.IGNORECASE,
)


def without_signature(lines: list[str]) -> list[str]:
    """The lines before a signature. What phones add is taken out wherever it stands."""
    kept: list[str] = []
    for number, line in enumerate(lines):
        text = bare(line)
        if _DELIMITER.fullmatch(text) and _ends_here(line, lines[number + 1 :], kept):
            break
        if _NOTICE.match(text) and any(bare(before) for before in kept):
            break
        if len(text) <= 160 and (_PHONE.match(text) or _WARNING_ABOVE.match(text)):
            continue
        kept.append(line)
    return kept


def without_known(text: str, signatures: tuple[str, ...]) -> str:
    """The text without an end that is one of these signatures, however its lines are broken."""
    for signature in signatures:
        words = re.findall(r"\w+", signature)
        if not 1 <= len(words) <= 80:
            continue
        found = re.search(r"\W*?".join(map(re.escape, words)) + r"\W*\Z", text[-4000:])
        if found:
            cut = len(text) - len(text[-4000:]) + found.start()
            text = re.sub(r"\n\s*--\s*\Z", "", text[:cut]).rstrip()
    return text


def _ends_here(line: str, after: list[str], before: list[str]) -> bool:
    if not any(bare(earlier) for earlier in before):
        return False
    rest = [following for following in after if bare(following)]
    return line.rstrip("\r\n").endswith("-- ") or len(rest) <= _LONGEST
