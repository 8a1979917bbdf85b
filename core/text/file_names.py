"""Names of files where words are expected: phones share "IMG_0001" as a mail's subject, and WhatsApp gives a document's
name as the message's text. Neither says what a complaint is about, or where.

Names as Android's, Apple's, Samsung's and Google's cameras, WhatsApp, Telegram, Facebook, scanning apps and copiers
make them, and any name that ends as a file does.
"""

import re

from core.text.normalise import fold_digits

_LONGEST, _MOST_WORDS = 200, 8
_ENDING = (
    r"\.(?:jpe?g|jfif|png|gif|heic|heif|webp|bmp|tiff?|dng|pdf|docx?|xlsx?|pptx?|odt|ods|rtf|txt|csv|zip|"
    r"rar|mp[34]|3gpp?|"
    r"3ga|amr|m4[av]|ogg|opus|wav|aac|mov|avi|mkv|webm|vcf|inp|eml|msg|html?|"
    r"docm|dotx?|xls[mb]|pps[xm]?|od[gp]|wps|pages|pub|mht(?:ml)?|ics|xml|json|log|7z|gz|apk|"
    r"3g2|aiff?|caf|wm[av]|flv|mts|mpe?g|avif|jp2|jxl|svg|psd|dwg|km[lz]|p7[ms]|o?xps|epub)"
)
_MAKERS = (
    r"img|image|vid|video|aud|audio|ptt|stk|doc|document|dsc[nf]?|dscn?|dcim|pxl|mvimg|pano|burst|cover|p|"
    r"wp|photo|pic|picture|"
    r"whatsapp (?:image|video|audio|ptt|document)|screen ?shot|screen[ _]?recording|screenrecorder|"
    r"snapchat|signal|telegram|fb_img|"
    r"received|inshot|picsart|collage|scan(?:ned)?(?: (?:document|image|copy))?|scn|"
    r"(?:(?:oken|doc|document|tap|cam|pdf|tiny|genius|mobile) ?)?scanner|"
    r"(?:adobe|epson|hp|canon|brother|xerox|ricoh|kyocera|samsung|turbo|genius|tiny|smart|swift) ?scan|"
    r"(?:office|microsoft) ?lens|camscanner|cam scanner|clear ?scan|"
    r"tapscanner|new ?doc|untitled|(?:new |standard |voice |call )?recording|voice|voice[ _-]?(?:note|message|memo)|"
    r"attachment|skm_\w{3,20}|fullsizerender|"
    r"new (?:microsoft )?(?:word |text |excel )?(?:document|worksheet)|my (?:document|scan|photo)|"
    r"viber[ _]image|telegram-cloud-(?:photo|document|video)(?:-size)?|line_p|"
    r"تصویر|فوٹو|اسکین|سکین|دستاویز|سکرین شاٹ|اسکرین شاٹ|انځور|عکس"
)
_JOINED = (
    r"rec|mov|gopr|dji|sam|c360|b612|cimg|imgp|_?dsc|_?mg|_?img|file|notes?|book|sheet|presentation|doc|"
    r"hp(?:scan)?|epson|"
    r"brother|canon|xerox|ricoh|kyocera|ccf|brn\w{4,12}|skmbt_\w{3,8}"
)
"""Words too: of a file only where its count follows at once."""
_MONTHS = r"jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*"
_COUNTED = (
    rf"(?:[\s_.\-–()~,:#·]|\d|wa(?=\d)|at\b|am\b|pm\b|(?:{_MONTHS})\b|hdr|edited|copy|whatsapp|facebook|"
    r"chrome|messenger)*"
)
_MADE = re.compile(
    rf"(?:(?:{_MAKERS})(?=[\s_.\-(]|\d)|(?:{_JOINED})(?=[_\-]?\d))(?=.*\d){_COUNTED}"
    rf"(?:com\.[a-z.]{{2,40}})?(?:{_ENDING})?",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"(?:fullsizerender|untitled(?: (?:document|design))?|\[untitled\]|unnamed|img|images?|photos?|pictures?|pics?|"
    rf"scan(?:ned)?(?: (?:document|copy|image))?|(?:new|voice) (?:note|recording)|voice[ -]message|"
    rf"new (?:microsoft )?(?:word |text |excel )?(?:document|worksheet)|my (?:document|scan)|attached (?:image|file)s?|"
    rf"screen ?shots?|attachments?|documents?|files?|microsoft word - .{{1,80}}|تصویر|تصاویر|فوٹو|سکین|"
    rf"اسکین|انځور)(?:{_ENDING})?",
    re.IGNORECASE,
)
_STAMP = re.compile(
    r"20\d{6}[_-]?\d{4,9}(?:[_-]\d{1,4})?|1\d\d_\d{4}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{24,64}",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"[^\n/\\:?!؟]{{1,180}}{_ENDING}", re.IGNORECASE)
_OF_A_MACHINE = re.compile(
    r"(?:message|scan(?:ned)?(?: (?:image|document|file)s?)?) from (?:an? |the )?"
    r"(?:\"?(?=[A-Z_-]*\d)(?=[0-9_-]*[A-Z])[A-Z0-9_-]{4,20}\"?|"
    r"(?:\w+ ){0,3}(?:multi-?function(?: (?:printer|device|copier|product))?|printer|copier|scanner))",
    re.IGNORECASE,
)
"""What copiers write as a subject: "Message from KM_C364e", "Scanned from a Xerox Multifunction Printer"."""
_BEFORE = re.compile(r"(?:emailing:?|copy of|sharing|attached:?|file:)\s+(?=\S)", re.IGNORECASE)


_MARK = re.compile(
    r"\[(?:(?:inline )?(?:image|cid|video|audio|file|photo|picture)(?::[^\]\n]{0,200}| ?\d{0,3})|"
    r"image removed by sender[^\]\n]{0,200})\]",
    re.IGNORECASE,
)
"""What mail programs write where a picture stands: "[image: Peshawar.jpg]", "[cid:image001.png@01DB]"."""
_LINKED = re.compile(r"\s*(?:<https?://[^\s<>]{1,1000}>|\(\d[\d.,]{0,9} ?[KMG]i?B?\))$", re.IGNORECASE)


def without_file_marks(text: str) -> str:
    """A mail's text without the names of its files: marks of pictures, and lines that are nothing but a file's name."""
    bare = _MARK.sub("", text)
    kept = [line for line in bare.split("\n") if not _is_named_line(line.strip())]
    return text if len(bare) == len(text) and len(kept) == bare.count("\n") + 1 else "\n".join(kept).strip()


def _is_named_line(line: str) -> bool:
    if not line or len(line) > 5 * _LONGEST:
        return False
    name = _LINKED.sub("", line, count=1)
    if name.startswith(("<", "[")) and name.endswith((">", "]")):
        name = name[1:-1]
    return len(name.split()) <= _MOST_WORDS and _NAMED.fullmatch(name) is not None


def is_file_name(text: str) -> bool:
    """Is the text nothing but names of files, one or several, on one line each?"""
    text = _BEFORE.sub("", fold_digits(text.strip()), count=1)
    if len(text) > 10 * _LONGEST:
        return False
    names = [name.strip() for name in re.split(r"[\n,،;]", text) if name.strip()]
    return _is_one(text) or (bool(names) and all(map(_is_one, names)))


def _is_one(name: str) -> bool:
    if len(name) > _LONGEST or len(name.split()) > _MOST_WORDS:
        return False
    return any(form.fullmatch(name) for form in (_MADE, _BARE, _STAMP, _NAMED, _OF_A_MACHINE))
