"""Lines that phones and mail programs add under a mail: "Sent from my iPhone", "Yahoo Mail on Android سے بھیجا گیا".

A line is one by its form: it says that something was sent, names a device or a program, and is short. What a person
wrote in the same words ("sent from my office, with the papers") names none, or goes on. Where the verb is last, "a
notice was sent by mobile" begins and ends alike: there each word must be one that such lines are made of.
"""

import re

LONGEST = 140
"""Characters of such a line."""
_MOST_WORDS = 13

_SHORT_NAMES = (
    r"mobile|mobil\w*|smart ?phone|cell ?phone|phone|cell|handset|tablet|telefon\w*|téléphone|samsung|"
    r"galaxy|huawei\w*|honor|oppo|vivo|xiaomi|redmi|poco|infinix|tecno|itel|realme|oneplus|nokia|motorola|htc|xperia|"
    r"sony|"
    r"alcatel|wiko|q-?mobile|blackberry|windows|hotmail|\[?mail\]?|e-?mail app|yahoo|gmail|proton ?mail|"
    r"aol|zoho|gmx|web\.de|mail\.ru|my ?mail|rediff ?mail|fast ?mail|fair ?email|tuta(?:nota)?|type ?app|"
    r"nine|canary|boxer|"
    r"mailbird|mailbox|spark|sparrow|airmail|aqua ?mail|newton|k-9|thunderbird|blue ?mail|edison|myjazz|device|"
    r"яндекс[\w.]*|"
    r"آئی ?فون|آئی ?پیڈ|اینڈر(?:ائ|وئ)ی?ڈ|اینڈرائڈ|موبائل|اسمارٹ|سمارٹ|ٹیبلٹ|فون|سام ?سنگ|گیلکسی|گلیکسی|ہواوے|"
    r"ویوو|اوپو|ریڈمی|شیاومی|شاؤمی|انفینکس|انفینیکس|ٹیکنو|آئٹل|ریئل می|ریلمی|نوکیا|پوکو|کیو|"
    r"آؤٹ ?لک|یاہو|جی ?میل|ونڈوز|"
    r"آیفون|آی‌?پد|اندروید|موبایل|گوشی|تبلت|سامسونگ|گلکسی|یاهو|جی‌?میل|اوت‌?لوک|شیائومی|هواوی|"
    r"ايفون|آيفون|آيباد|هاتف\w*|هاتفي|الهاتف|أندرويد|جوال|الجوال|بريد|جهاز|سامسونج|"
    r"آئفون|ایفون|انډرا?ی?ډ|اوټ ?لوک|سامسن[ګگ]|ګلکسي|ګلکسی|ټیلیفون|تیلیفون|ګرځنده"
)
_LONG_NAMES = r"i?phon[eu]|ipad|ipod|ios|android|outlook|手机|手機|アンドロイド"
"""Those that languages put endings to ("iPhonesta", "iPhone'umdan", "iPhoneから")."""
_DEVICE = re.compile(
    rf"(?<!\w)(?:ال)?(?:{_SHORT_NAMES})(?!\w)|(?<![A-Za-z])(?:{_LONG_NAMES})[^\s\w]{{0,2}}\w{{0,8}}", re.IGNORECASE
)

_FIRST = re.compile(
    r"[<(\[*_-]{0,3}\s*(?:sent (?:from|via|using|with|by|on)\b|sendt (?:fra|via|med)\b|skicka(?:t|des) (?:från|"
    r"via|med)\b|"
    r"gesendet (?:von|mit|über)\b|diese nachricht wurde von\b|von\b.{1,60}\bgesendet|verzonden (?:met|"
    r"van|vanaf|vanuit|via)\b|"
    r"verstuurd (?:met|van|vanaf|vanuit)\b|envoyée? (?:de|depuis|à partir|avec|par)\b|enviado (?:desde|do|de|a partir|"
    r"por|via)\b|"
    r"inviato (?:da|dal|con)\b|wysłan[eoy] z\b|odeslán[oé] z\b|odoslané z\b|lähetetty\b|надіслано з\b|"
    r"отправлено (?:с|из)\b|"
    r"(?:el)?küldve\b|(?:được )?gửi từ\b|dikirim dari\b|trimis de pe\b|תשלח|發自|发自|從我的|从我的|나의|내|我的|"
    r"(?:composed|typed|written|dictated) on my\b|"
    r"تم الإ?رسال من|أ?رسلت من|أُرسلت من|مُ?رسل(?:ة)? من|أرسل من|ارسال[ ‌]?شده از|فرستاده[ ‌]?شده از|ارسال از)",
    re.IGNORECASE,
)
_LAST = re.compile(r"(?:傳送|送信|发送|보냄|gönderildi)[\s。.)\]>]*$", re.IGNORECASE)
_VERB_LAST = (
    r"(?:بھیجا|بھیجی|ارسال|روانہ|بھیج)(?: کیا| دیا| دی| کی)? ?(?:گیا|گئی|ہوا|کردہ)(?: ہے)?|ارسال[ ‌]?شد(?:ه)?(?: است)?|"
    r"فرستاده[ ‌]?شد(?:ه)?(?: است)?|(?:را)?(?:ل[ېی]ږل|استول)(?:ې|ی|ے)? ?شو[ېیيے](?: ?د[یه])?|"
    r"واستول ?شو[ېیي]?|(?:را)?ل[ېی]ږل"
)
_FROM_IT = r"سے|څخه|نه|از|له|د"
_SENT_LAST = re.compile(rf"(?<!\w)(?:{_VERB_LAST})[\s۔.)\]>]{{0,4}}$")
_LITTLE = re.compile(
    rf"(?:{_FROM_IT}|یہ|ای|میل|پیغام|ایپ|میرے|مرے|میری|اپنے|نیا|پر|میں|کے|کی|لیے|لئے|ذریعے|برائے|زما|خپل|"
    rf"خپله|په|کې|لپاره|"
    rf"من|برای|در|با|آئی|پیڈ|سام|سنگ|آؤٹ|لک|جی|اوټ|لوک|{_SHORT_NAMES}|[A-Za-z0-9][\w.+-]{{0,20}})[,۔]?",
    re.IGNORECASE,
)
"""A word of such a line, before its verb."""
_SOURCE = re.compile(rf"(?<!\w)(?:{_FROM_IT})(?!\w)")
_PROGRAM = r"(?:outlook|آؤٹ ?لک|اوټ ?لوک|اوت‌?لوک|blue ?mail|my ?mail|yahoo mail|یاہو میل)"
_PLATFORM = (
    r"(?:android|ios|iphone|ipad|windows|mac|اینڈر(?:ائ|وئ)ی?ڈ|اینڈرائڈ|اندروید|انډرا?ی?ډ|آئی ?او ?ایس|آئی ?فون)"
)
_GET = re.compile(
    rf"(?=.{{0,60}}{_PROGRAM})(?=.{{0,60}}{_PLATFORM})[<(\[]{{0,2}}\s*(?:"
    r"(?:get|download|télécharge[rz]|obtenez|hol(?:en|e)?(?: sie)?(?: sich)?|obt[eé]n\w*|obtenir|"
    r"descarg\w+|scarica|ottieni|baixe|obter|hämta|hent|få|pobierz|скачать|скачайте|الحصول على|احصل على|"
    r"دریافت)\b.{0,60}|"
    r".{0,50}(?:herunterladen|downloaden|edinin|indirin|حاصل کریں|ڈاؤن ?لوڈ کریں|دریافت کنید|ترلاسه کړئ|"
    r"لاسته راوړئ).{0,3})",
    re.IGNORECASE,
)
_YAHOO = re.compile(r"yahoo mail\s?:.{0,80}", re.IGNORECASE)
_MY = re.compile(r"[<(\[]{0,2}sent from my (?:\S+ ){0,4}\S+[.>)\]]{0,2}", re.IGNORECASE)
_FROM_MY = re.compile(r"from my (?:\S+ ){0,2}\S+", re.IGNORECASE)
_ON_THE_GO = re.compile(
    r"(?:sent|composed|typed|written) (?:while )?on the (?:go|move|road)(?: with \w+)?\W?", re.IGNORECASE
)
_NO_DEVICE = re.compile(
    r"\b(?:to|village|house|home|office|desk|shop|school|account|number|sim|brothers?|father|mother|son|"
    r"wife|sister|cousin|"
    r"uncle|neighbou?r|friend|husband|address|city|district|street|town)\b",
    re.IGNORECASE,
)
_CARRIER = re.compile(r", an? .{0,40}\b(?:smartphone|phone|device|tablet)\.?$", re.IGNORECASE)
_OF_MY = re.compile(r"(?:میرے|مرے)(?: [A-Za-z0-9][\w.+-]{0,20}){1,4} سے بھیجا گیا.?")
_EXCUSE = re.compile(
    r"(?<![,.;\s])[,.;\s]*\s(?:-\s)?(?:please |kindly |pls )?(?:excuse|pardon|forgive)\b.{0,80}$", re.IGNORECASE
)
_LINK = re.compile(r"[<(]https?:[^>)]{0,200}[>)]")
_PERSON = re.compile(r"(?<!\w)(?:میں نے|ہم نے|ما|i (?:have|had|was)|we (?:have|had)|not|نہیں)(?!\w)", re.IGNORECASE)


def is_device_line(text: str) -> bool:
    """Did a phone or a program add this line? ``text`` is one line without blanks around it."""
    linked = _LINK.search(text) is not None
    text = _CARRIER.sub("", _EXCUSE.sub("", _LINK.sub("", text))).strip()
    text = re.sub(r"^-{1,2}\s", "", text)
    if not 6 <= len(text) <= LONGEST or len(text.split()) > _MOST_WORDS:
        return False
    if _GET.fullmatch(text) or _YAHOO.fullmatch(text) or _OF_MY.fullmatch(text) or _ON_THE_GO.fullmatch(text):
        return True
    if _PERSON.search(text) or re.search(r"[,;:!?،؟] ?\w", text.replace("://", "")):
        return False
    if _MY.fullmatch(text):
        return not _NO_DEVICE.search(text)
    named = linked or _DEVICE.search(text) is not None
    if not named:
        return False
    sent = _SENT_LAST.search(text)
    if sent is not None:
        before = text[: sent.start()]
        return bool(_SOURCE.search(before)) and all(map(_LITTLE.fullmatch, re.split(r"[ \u200c]+", before.strip())))
    return bool(_FIRST.match(text) or _LAST.search(text) or _FROM_MY.fullmatch(text))
