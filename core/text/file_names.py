"""Names of files where words are expected: phones share "IMG_0001" as a mail's subject, and WhatsApp gives a document's
name as the message's text. Neither says what a complaint is about, or where.

Names as Android's, Apple's, Samsung's and Google's cameras, WhatsApp, Telegram, Facebook, scanning apps and copiers
make them, and any name that ends as a file does.
"""

import re

_LONGEST, _MOST_WORDS = 200, 8
_ENDING = (
    r"\.(?:jpe?g|jfif|png|gif|heic|heif|webp|bmp|tiff?|dng|pdf|docx?|xlsx?|pptx?|odt|ods|rtf|txt|csv|zip|"
    r"rar|mp[34]|3gpp?|"
    r"3ga|amr|m4[av]|ogg|opus|wav|aac|mov|avi|mkv|webm|vcf|inp|eml|msg|html?)"
)
_MAKERS = (
    r"img|image|vid|video|aud|audio|ptt|stk|doc|document|dsc[nf]?|dscn?|dcim|pxl|mvimg|pano|burst|cover|p|"
    r"wp|photo|pic|picture|"
    r"whatsapp (?:image|video|audio|ptt|document)|screen ?shot|screen[ _]?recording|screenrecorder|"
    r"snapchat|signal|telegram|fb_img|"
    r"received|inshot|picsart|collage|scan(?:ned)?(?: (?:document|image|copy))?|scn|adobe scan|camscanner|"
    r"cam scanner|clear ?scan|"
    r"tapscanner|new ?doc|untitled|recording|voice|voice ?note|attachment|skm_\w{3,20}|fullsizerender|"
    r"تصویر|فوٹو|اسکین|سکین|دستاویز|سکرین شاٹ|اسکرین شاٹ|انځور|عکس"
)
_MONTHS = r"jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*"
_COUNTED = (
    rf"(?:[\s_.\-–()~,:#]|\d|wa(?=\d)|at\b|am\b|pm\b|(?:{_MONTHS})\b|hdr|edited|copy|whatsapp|facebook|"
    r"chrome|messenger)*"
)
_MADE = re.compile(rf"(?:{_MAKERS})(?=[\s_.\-(]|\d)(?=.*\d){_COUNTED}(?:{_ENDING})?", re.IGNORECASE)
_BARE = re.compile(
    rf"(?:fullsizerender|untitled(?: (?:document|design))?|images?|photos?|pictures?|pics?|"
    rf"scan(?:ned)?(?: (?:document|copy))?|"
    rf"screen ?shots?|attachments?|documents?|files?|microsoft word - .{{1,80}}|تصویر|تصاویر|فوٹو|سکین|"
    rf"اسکین|انځور)(?:{_ENDING})?",
    re.IGNORECASE,
)
_STAMP = re.compile(r"20\d{6}[_-]\d{4,9}(?:[_-]\d{1,4})?|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_NAMED = re.compile(rf"[^\n/\\:?!؟]{{1,180}}{_ENDING}", re.IGNORECASE)


def is_file_name(text: str) -> bool:
    """Is the text nothing but names of files, one or several, on one line each?"""
    names = [name.strip() for name in re.split(r"[\n,،;]", text.strip()) if name.strip()]
    return bool(names) and len(text) <= 10 * _LONGEST and all(map(_is_one, names))


def _is_one(name: str) -> bool:
    if len(name) > _LONGEST or len(name.split()) > _MOST_WORDS:
        return False
    return any(form.fullmatch(name) for form in (_MADE, _BARE, _STAMP, _NAMED))
