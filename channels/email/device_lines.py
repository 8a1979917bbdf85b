"""Lines that phones and mail programs add under a mail: "Sent from my iPhone", "Yahoo Mail on Android سے بھیجا گیا".

A line is one by its form: it says that something was sent, names a device or a program, and is short. What a person
wrote in the same words ("sent from my office, with the papers") names none, or goes on.
"""

import re

LONGEST = 140
"""Characters of such a line."""
_MOST_WORDS = 13

_NAMES = (
    r"i?phone|ipad|ipod|ios|android|mobile|mobil\w*|smart ?phone|cell ?phone|cell|handset|tablet|telefon\w*|"
    r"téléphone|samsung|"
    r"galaxy|huawei|honor|oppo|vivo|xiaomi|redmi|poco|infinix|tecno|itel|realme|oneplus|nokia|motorola|htc|xperia|sony|"
    r"alcatel|wiko|q-?mobile|blackberry|windows|outlook|hotmail|\[?mail\]?|e-?mail app|yahoo|gmail|proton ?mail|"
    r"aol|zoho|"
    r"mailbird|mailbox|spark|sparrow|airmail|k-9|thunderbird|blue ?mail|edison|myjazz|device|"
    r"آئی فون|آئی پیڈ|اینڈر(?:ائ|وئ)ی?ڈ|اینڈرائڈ|موبائل|اسمارٹ فون|سمارٹ فون|ٹیبلٹ|فون|سام ?سنگ|گیلکسی|ہواوے|"
    r"آؤٹ لک|یاہو|"
    r"جی ?میل|ای ?میل ایپ|میل ایپ|ونڈوز|"
    r"آیفون|آی‌?پد|اندروید|موبایل|گوشی|تبلت|سامسونگ|گلکسی|یاهو|جی‌?میل|اوت‌?لوک|"
    r"ايفون|آيفون|آيباد|هاتف\w*|هاتفي|الهاتف|أندرويد|جوال|الجوال|بريد|آئفون|ټیلیفون|تیلیفون|ګرځنده"
)
_DEVICE = re.compile(rf"(?<!\w)(?:ال)?(?:{_NAMES})(?!\w)", re.IGNORECASE)

_FIRST = re.compile(
    r"[<(\[*_]{0,3}\s*(?:sent (?:from|via|using|with|by|on)\b|from my\b|sendt (?:fra|via|med)\b|skickat (?:från|"
    r"via|med)\b|"
    r"gesendet (?:von|mit|über)\b|diese nachricht wurde von\b|von meinem\b.{1,60}\bgesendet|verzonden (?:met|"
    r"van|vanaf|via)\b|"
    r"verstuurd (?:met|van|vanaf)\b|envoyée? (?:de|depuis|à partir|avec|par)\b|enviado (?:desde|do|de|a partir|"
    r"por|via)\b|"
    r"inviato (?:da|dal|con)\b|wysłan[eoy] z\b|odesláno z\b|lähetetty\b|надіслано з\b|отправлено (?:с|из)\b|"
    r"trimis de pe\b|תשלח|發自|发自|從我的|从我的|"
    r"تم الإ?رسال من|أ?رسلت من|أُرسلت من|مُ?رسل(?:ة)? من|أرسل من|ارسال شده از|فرستاده شده از|"
    r"زما (?:له|د)\b)",
    re.IGNORECASE,
)
_LAST = re.compile(
    r"(?:(?:بھیجا|بھیجی|ارسال کیا|روانہ کیا|بھیج دیا) ?(?:گیا|گئی|گیا ہے|گئی ہے|ہوا)|ارسال (?:کردہ|شدہ|شد|"
    r"شده است)|فرستاده شد|"
    r"(?:لېږل|لیږل|رالېږل|رالیږل|استول|واستول)(?: ?شو[ېیيے]?| ?شوی(?: دی)?)?|傳送|送信|gönderildi)[\s۔.)\]>]*$",
    re.IGNORECASE,
)
_GET = re.compile(
    r"[<(\[]{0,2}\s*(?:get|download|téléchargez|obtenez|hol(?:en|e)?(?: sie)?(?: sich)?|obt[eé]n\w*|obtener|"
    r"descarg\w+|scarica|"
    r"ottieni|baixe|obter|hämta|få|pobierz|الحصول على|احصل على|دریافت)\b.{0,12}\boutlook\b.{0,30}",
    re.IGNORECASE,
)
_GET_URDU = re.compile(r".{0,40}(?:آؤٹ لک|outlook)\s.{0,40}(?:حاصل کریں|ڈاؤن لوڈ کریں).{0,3}", re.IGNORECASE)
_YAHOO = re.compile(r"yahoo mail\s?:.{0,80}", re.IGNORECASE)
_MY = re.compile(r"[<(\[]{0,2}sent from my (?:\S+ ){0,4}\S+[.>)\]]{0,2}", re.IGNORECASE)
_OF_MY = re.compile(r"(?:میرے|مرے)\s.{1,40}\sسے بھیجا گیا.?")
_EXCUSE = re.compile(
    r"(?<![,.;\s])[,.;\s]*\s(?:-\s)?(?:please |kindly |pls )?(?:excuse|pardon|forgive)\b.{0,80}$", re.IGNORECASE
)
_LINK = re.compile(r"[<(]https?:[^>)]{0,200}[>)]")
_PERSON = re.compile(r"(?<!\w)(?:میں نے|ہم نے|ما|i (?:have|had|was)|we (?:have|had)|not|نہیں)(?!\w)", re.IGNORECASE)


def is_device_line(text: str) -> bool:
    """Did a phone or a program add this line? ``text`` is one line without blanks around it."""
    linked = _LINK.search(text) is not None
    text = _EXCUSE.sub("", _LINK.sub("", text)).strip()
    if not 6 <= len(text) <= LONGEST or len(text.split()) > _MOST_WORDS:
        return False
    if _GET.fullmatch(text) or _GET_URDU.fullmatch(text) or _YAHOO.fullmatch(text) or _OF_MY.fullmatch(text):
        return True
    if _PERSON.search(text) or re.search(r"[,;:!?،؟] ?\w", text.replace("://", "")):
        return False
    if _MY.fullmatch(text):
        return True
    return bool((_FIRST.match(text) or _LAST.search(text)) and (linked or _DEVICE.search(text)))
