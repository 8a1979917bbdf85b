"""What in a message is said to us and tells nothing of the matter: a greeting, who writes and in which language, that
there is a complaint, "I told you already", an order to write or to take out. None of it is a part of the complaint."""

import re

from core.text.insults import has_insult
from core.text.names import find_name
from core.text.normalise import clean_text, fold_letters, normalise
from nlu.dialogue.anothers_name import names_somebody_else
from nlu.dialogue.carriers import without_carriers
from nlu.dialogue.cues import cues, keyed
from nlu.dialogue.keywords import category_scores
from nlu.dialogue.measures import measures
from nlu.dialogue.moves import folded, is_abuse, is_bare_complaint, is_small_word, move
from nlu.dialogue.proofs import is_everyday, is_given_name, is_place_name
from nlu.dialogue.words import tokens

WRITE = (
    r"(?:likh(?:o|e|ein|en|in|ain|na|do|dein|den|dijiye|dijye|lo|lein|iye|iay|wa\w*)?|daal\w*|dalo|shamil|darj|write|wri+te|add|note|include|mention|put"
    r"|لکھ(?:و|یں|ئیں|نا|یے|ئے|ے)?|ڈال\w*|شامل|درج|و?ل[یيې]ک(?:ئ|ه|ہ|ی|ې|ل)?|اولیک\w*|ور?زیات\w*|زیات|wo?lik\w*|olik\w*)"
)
OUT = (
    r"(?:(?:remove|delete|take (?:it |that |this )?out|taken? (?:it |that )?off|drop|erase|cut(?: out)?|scratch|leave out|get rid of|omit)(?!\w)"
    r"|(?:hata|nika+l|mita|ka+t|saaf kar|khatam kar)\s?(?:o|do|de|den|dein|dain|dijiye|dijye|dijie|iye|ein|en|ain|na|lo|lein|dena|dijiyega)(?!\w)"
    r"|(?:na|mat) likh\w*|(?:na|mat) dal\w*|zika?r (?:na|mat|nah?i) k\w*|ذکر (?:نہ|مت) کر\w*|do ?n[o']?t (?:write|mention|put|include)(?!\w)|not to (?:write|mention)(?!\w)"
    r"|lar[eiy]+ k(?:ra|rai|ai|a|ro)?(?!\w)|[wo]{0,2}ba+s(?:a|ai|ay|e)(?!\w)|ma (?:wo?)?lik\w*"
    r"|(?:ہٹا|نکال|مٹا|کاٹ)\s?(?:دیں|دو|دے|دیجیے|دیجئے|ئیں|ؤ|و|یں|نا|لیں|لو|ئے|یے)(?!\w)|(?:نہ|مت) لکھ\w*"
    r"|لر[ېیے] (?:یې )?ک[ړر]\w*|[وا]?و?باس(?:ئ|ه|ہ|ی|ې)(?!\w)|مه (?:یې )?(?:و)?ل[یي]ک\w*|پاک ک[ړر]\w*)"
)
_DO = (
    r"(?:kar\w*|kr\w*|k|do|de|dein|den|dijiye|dijye|dijie|lo|lein|len|dena|na|plz|please|pls|ji|g|bas|bus|sirf|only|just|sir|bhai|hai|he"
    r"|کر\w*|دو|دیں|دیجیے|لو|لیں|دینا|نا|جی|بس|صرف|کړئ|کړه|کړی|مهرباني|وکړئ|وروره|خو|kai|kra|oka\w*|bas)"
)
_THE_MATTER_OF = (
    r"(?:(?:k[aie]|wal[aiey]+|wl[aiey]|کا|کی|کے|والا|والی|والے)\s+)?"
    r"(?:ba+t|bt|ba+tein|zikr|zikar|line|jumla|point|thing|بات|باتیں|ذکر|جملہ|خبره|خبرې|khabara|khabare)\s+"
)
ORDER_BEHIND = re.compile(
    rf"\s*(?<!\w)(?:{_THE_MATTER_OF})?(?:(?:bhi|b|bi|ko|hi|بھی|کو|ہی|هم|ہم|hum|ham)\s+)*{WRITE}(?:\s+{_DO}){{0,4}}[\s.!]*$",
    re.IGNORECASE,
)
"""What stands behind that which is to be written: "… ki baat bhi likh dein"."""
_ORDER_BEFORE = re.compile(
    r"^\W*(?:(?:please|plz|pls|kindly|and|also|just|only|so|but|aur|اور|او|bas|بس)\s+)*"
    r"(?:(?:you (?:should|must|can)|i want you to)\s+)?(?:write|add|note|include|mention|put(?: in)?)(?: down)?(?:\s+(?:that|this|it|about|in|also|too|only|just|instead|there))*\s*[:,]?\s+",
    re.IGNORECASE,
)
_TAKES_OUT = re.compile(rf"(?<!\w){OUT}(?!\w)", re.IGNORECASE)
_INTO_IT = re.compile(
    r"^\W*(?:is|us|iss|isi|اس|اسی|په دې|پدې|pa de|pade)\s+(?:me|mein|main|mai|میں|کې|کښې|ke|ki)\s+", re.IGNORECASE
)
"""Into this complaint."""
_POINTS = frozenset(
    """wala wali wale waala waali walay والا والی والے bas bus sirf only just that this it the about line please wo woh ye yeh ہی
    hi بس صرف وہ یہ یې دا هغه ka ki ke کا کی کے بھی bhi""".split()  # noqa: SIM905 (as a list it is a line a word)
)


def takes_out(clause: str) -> bool:
    """Does it ask to leave something out?"""
    return _TAKES_OUT.search(clause) is not None


def without_order(clause: str) -> "str | None":
    """What is to be written, of a clause that asks to write it; "" where it only asks; None where it is no such order."""
    said = clean_text(clause).strip()
    plain = without_carriers(said, least=1)
    ordered = plain != said
    if ORDER_BEHIND.search(plain):
        plain, ordered = ORDER_BEHIND.sub("", plain), True
    if _ORDER_BEFORE.match(plain):
        plain, ordered = _ORDER_BEFORE.sub("", plain), True
    if not ordered:
        return None
    return _INTO_IT.sub("", plain).strip(" .,;:!?-–—،۔؛؟")


def says_nothing_new(words: str, story: str) -> bool:
    """Do these words only point at what stands in the complaint ("bijli bill wala", "the husband's card")?"""
    said = [keyed(word) for word in tokens(words) if word not in _POINTS and not is_small_word(word)]
    told = {keyed(word) for word in tokens(story)}
    return bool(said) and all(word in told for word in said)


_SCOLDS = re.compile(
    fold_letters(
        # you have not written it, you wrote it wrong
        r"\b(?:a+p|tum|you|ap logo|aap logo)(?: log)?(?: ne| have)?\b.{0,40}\b(?:likh[aie]\w*|wrote|written|write|remove\w*|change\w*|put|hata\w*|nikal\w*|samjh\w*|understood|suna|sunte)\b"
        r"|\b(?:likh[aie]|dal[aie]|written)\s+(?:hi|to|bhi|b)\s+(?:nah?i+n?|nai|nhi|ni)\b|\b(?:to|tou)\s+(?:a+p ne\s+)?likh[aie]\s+(?:hi\s+)?(?:nah?i+n?|nai|nhi|ni)\b"
        r"|\byou (?:did ?n[o']?t|have ?n[o']?t|forgot|missed|left out)\b"
        r"|(?:آپ|تم) (?:نے|لوگوں نے) .{0,40}(?:لکھ|ہٹا|نکال|بدل|ڈال)|لکھ[اےی] (?:ہی|تو|بھی) نہیں|نہیں لکھ[اےی]"
        r"|(?:تاسو|تا) .{0,30}(?:لیکل|لیکلی|ولیکل|لرې|بدل)|(?:نہ|نۀ) (?:دی|دے|دہ|مو) (?:لیکل|لیکلی)"
        # I told you
        r"|\b(?:told you|already (?:told|said|wrote|written)|as i (?:said|told)|i said(?: so| that| it)?$)\b"
        r"|\b(?:main|me|mai|mein|meine|mene|maine)(?: ?ne)?(?: to| tou| pehle| pehly| abhi| apko| ap ko| aap ko){0,3} (?:bata\w*|btaya|kaha|bola|likh[aie])\b(?!.*\bko\b)"
        r"|^\W*(?:bata|btaya|bataya|keh|bol|likh) (?:to )?(?:diya|dia|chuk[aie]|he|hai|tha)\b"
        r"|میں نے (?:تو |پہلے |ابھی |آپ کو ){0,3}(?:بتا|کہا|لکھ)|^\W*بتا (?:تو )?(?:دیا|چکا|چکی)"
        r"|(?:ما|مې) (?:خو |درتہ |تاسو تہ |مخکې |مخکښې ){0,3}(?:وویل|ویلی|ولیکل|وئیل)|\bma (?:kho |darta |makhke ){1,3}(?:wo?way\w*|way\w*)"
    ),
    re.IGNORECASE,
)
_LONGEST_SCOLDING = 9


def scolds(clause: str) -> bool:
    """Does it say that we have not listened? What they told others is a part of the matter."""
    return len(tokens(clause)) <= _LONGEST_SCOLDING and _SCOLDS.search(fold_letters(normalise(clause).lower())) is not None


_SCOLDING_WITHIN = re.compile(
    r"\s+(?:to|tou|تو)?\s*(?:(?:a+p|tum) ne|آپ نے|تاسو)\s+(?:to |تو |خو )?(?:likh[aie]|dal[aie]|لکھ[اےی]|ڈالا|لیکلي)\s*(?:hi |ہی )?(?:nah?i+n?|nai|nhi|نہیں|نه دي|نه دی)"
    r"|\s+(?:to|tou|تو)\s+(?:likh[aie]|لکھ[اےی])\s+(?:hi |ہی )?(?:nah?i+n?|nai|nhi|نہیں)(?:\s+(?:a+p ne|آپ نے))?",
    re.IGNORECASE,
)


def unscolded(text: str) -> str:
    """ "The university's name you have not written, AWKUM": without what it says of us."""
    return _SCOLDING_WITHIN.sub("", text)


_ANNOUNCES = re.compile(
    fold_letters(
        r"^\W*(?:(?:i|we) (?:have|want|need|would like)\b|mer[ieay]\w*|hamar[ieay]\w*|mujh\w*|hum\w*|میر[یےا]|ہمار[یےا]|مجھے|ہمیں|زما|زمونږ|موږ|مونږ|زہ|zama|zma|za)?.{0,14}"
        r"(?:(?<!\w)(?:one|two|three|2|3|ek|aik|do|teen|ایک|دو|تین|یو|یوہ|دوہ|دوې|درې|yaw|dwa|another|second|more|aur|dusr\w*|doosr\w*|alag|separate|اور|دوسر\w*|الگ|بل|بلہ|جدا|دویم))"
        r".{0,8}(?:complain\w*|problem\w*|issue\w*|matter\w*|request\w*|application\w*|thing\w*|question|shikaya?t\w*|masl\w*|darkhwast\w*|ba+t\w*|شکایت\w*|شکایات|مسئل\w*|مسل\w*|درخواست\w*|بات\w*|باتیں|شکایتون\w*|ستونز\w*|مسل\w*)"
        r"(?: (?:hain|hai|he|hen|hy|karni|likhwani|batani|puchni|poochni|to (?:make|tell|ask|report)|ہیں|ہے|کرنی|لکھوانی|بتانی|پوچھنی|دی|دہ|دے|لرم|لرو|di|da|dai|larum|laram|kawal|کول|غواړم|ghwaram))*\W*$"
    ),
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"^\s*(?:(?:[^\W\d]+\s+){0,4}(?:shikaya?t|complain\w*|masla|matter|issue|problem|شکایت|مسئلہ|مسلہ|ستونزه)(?:\s+(?:aur|hai|he|is|ye|yeh|this|اور|ہے|یہ|دا|ده))*)\s*[:：]\s*(?=\S+\s+\S)",
    re.IGNORECASE,
)
""" "One more matter:", "بل کی الگ شکایت:" in front of what is told."""
_WITHOUT_WRITING = re.compile(
    fold_letters(
        r"\b(?:an ?parh|un ?parh|illiterate)\b|ان ?پڑھ|نالوست|بې سوادہ|بی سوادہ"
        r"|(?:لکھ|لکھنا|پڑھ|پڑھنا|لوستلی|لیکلی|لیکل|لوستل|script|lwast\w*|lik\w*|likh\w*|parh\w*|read|write).{0,18}(?:نہیں (?:سکت|آت|جانت)|نہ ش|نشم|نہ یم|na sham|nasham|nah?i (?:sakt|at|aat)|nai (?:sakt|at)|can'?t|cannot)"
        r"|(?:can'?t|cannot|do ?n[o']?t know how to).{0,10}(?:read|write|type)|(?:نہ ش|نشم|na sham|nasham).{0,12}(?:لوست|لیک|lwast|lik)"
        r"|(?:beti|beta|bhai|bachi|daughter|son|brother|nephew|بیٹی|بیٹا|بھائی|بھتیجا|لور|زوی|ورور|lur|zoy) .{0,12}(?:likh (?:rah|k)|is (?:writing|typing)|لکھ رہ|ورتہ لیک|یې لیک|لیکی)"
    ),
    re.IGNORECASE,
)
_WRITES = re.compile(
    fold_letters(
        r"^\W*(?:(?:hi|hello|salam)\W+)?(?:this is|i am|i'm|its|it's|main|mai|me|mein|میں|زہ|za|da|دا)\s+(?P<who>(?:[^\W\d]+\s+){1,3}?)"
        r"(?:(?:(?:now|ab|اب|اوس)\s+)?(?:using|writing|typing|from|on|with|ka|ke|ki|k|se|د|da)\b.*\b(?:mobile|phone|number|num|whatsapp|sim|موبائل|فون|نمبر|موبایل)\b.*"
        r"|(?:here|speaking|hun|hoon|hu|yam|ہوں|یم))\W*$"
    ),
    re.IGNORECASE,
)
_YOU_ALL = re.compile(
    fold_letters(
        r"^\W*(?:tum|aap|ap|you|yeh|ye|sab|saray|تم|آپ|سب|تاسو|taso|tasu)\b.{0,22}(?:\bcho+r\b|\bchor ho\b|thie(?:f|ves)|corrupt|useless|fazool|fuzool|nikamm\w*|jhoot\w*|liars?|چور|بیکار|نکم\w*|جھوٹ\w*|فضول|غلہ|غلان|بې کارہ|darwagh\w*|ghal|ghla)\b.{0,8}$"
    ),
    re.IGNORECASE,
)
_TRIM = " \t.,;:!?-–—،۔؛؟…\"'()"


def is_said_to_us(clause: str) -> bool:
    """Does a clause tell nothing of the matter? Where it counts, dates, names a subject or a place, it is never dropped
    for being a greeting or an introduction."""
    said = clause.strip(_TRIM)
    words = tokens(said)
    if not words:
        return True
    plain = fold_letters(normalise(said).lower())
    if names_somebody_else(said):
        return False
    if _YOU_ALL.search(plain) or scolds(said) or (_WITHOUT_WRITING.search(plain) and len(words) <= _LONGEST_TALK):
        return True
    if is_abuse(said) or (has_insult(said) and not category_scores(normalise(said)) and len(words) <= _FEW):
        return True
    if move(said) is not None or is_bare_complaint(said) or all(_is_polite(word) for word in words):
        return True
    if category_scores(normalise(said)) or (measures(said) and not _ANNOUNCES.search(plain)):
        return False
    return bool(_ANNOUNCES.search(plain)) or _says_who_writes(plain) or _wishes_a_language(said) or _is_only_a_name(said)


_LONGEST_TALK, _FEW = 12, 6
_POLITE = frozenset({"ok", "yes_", "thanks", "greet", "hmm", "prayer"})


def _is_polite(word: str) -> bool:
    return not _POLITE.isdisjoint(cues(word)) or folded(word) in _CALLED


_CALLED = frozenset(
    "sir madam ji jee g janab bhai bhaijan brother dear sahib saab please plz yaar جناب جی سر صاحب بھائی محترم وروره صیب wror wrora".split()  # noqa: SIM905
)


def _says_who_writes(plain: str) -> bool:
    """ "This is Noman, using my uncle's mobile": a name, and nothing that is told."""
    match = _WRITES.match(plain)
    return match is not None and all(is_given_name(word) for word in match["who"].split())


def _wishes_a_language(said: str) -> bool:
    named = set(cues(said))
    of_a_tongue = {"lang_en", "lang_ur", "lang_ps", "lang_roman"} & named
    asks = {"write", "read_", "talk", "cant", "tell", "understand", "help"} & named
    return bool(of_a_tongue and asks) and len(tokens(said)) <= _LONGEST_TALK


def _is_only_a_name(said: str) -> bool:
    """ "My name is Noman Afridi": the name is kept in its field."""
    name = find_name(said)
    if name is None or name.confidence < 0.8:
        return False
    left = [word for word in folded(said).split() if word not in folded(name.value).split()]
    return all(is_small_word(word) or is_everyday(word) or is_given_name(word) for word in left) and len(left) <= _FEW


_PART = re.compile(r"(?<=\S)[.!?۔؟…]+(?=\s|$)|\n+|;\s+|؛\s+")


def without_talk(text: str) -> str:
    """The sentences that tell something, as they were written; the whole where none would be left."""
    said = only_told(text)
    return said if _tells(said) else text.strip()


def only_told(text: str) -> str:
    """The sentences that tell something; "" where none does."""
    text = unscolded(text)
    kept: list[str] = []
    start = 0
    for match in [*_PART.finditer(text), None]:
        end = match.end() if match else len(text)
        piece = text[start:end]
        if piece.strip(_TRIM + "\n") and not is_said_to_us(piece):
            kept.append(piece)
        start = end
    return _HEADING.sub("", "".join(kept).strip())


def _tells(said: str) -> bool:
    words = tokens(said)
    return len(words) >= 2 or any(not is_everyday(word) or is_place_name(word) for word in words)
