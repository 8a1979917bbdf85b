"""What made-up citizens and officers say: enough different words for a search to have something to find."""

import random
from dataclasses import dataclass

from core.offices.directory import Office

LANGUAGES = ("ur", "roman_ur", "en", "ps")
LANGUAGES_UNTIL = (46, 76, 90, 100)
CHANNELS = ("whatsapp", "ivr", "email", "letters", "sms")
CHANNELS_UNTIL = (58, 78, 87, 95, 100)
"""``…_UNTIL`` are shares in percent, added up."""
_FIRST = (
    "Ahmad", "Bilal", "Farhan", "Gul Khan", "Hamza", "Imran", "Javed", "Kashif", "Nadia", "Shazia", "Zarmina",
    "Rukhsana", "Saima", "Tariq", "Usman", "Waqas", "Yasir", "Zahid", "Palwasha", "Noor Jahan",
)  # fmt: skip
_LAST = (
    "Khan",
    "Afridi",
    "Yousafzai",
    "Bibi",
    "Shah",
    "Malik",
    "Khattak",
    "Butt",
    "Soomro",
    "Baloch",
    "Mehsud",
    "Rana",
)
_STREETS = (
    "Ghanta Ghar Bazaar", "Street 4, Gulberg", "Mohallah Sethian", "Main Bazaar", "Railway Road", "GT Road",
    "Model Town", "Mohallah Islamabad", "Village Shah Kot", "Canal Road", "Bus Stand", "Civil Lines", "Ward 7",
    "Satellite Town",
)  # fmt: skip
_THINGS: dict[str, dict[str, tuple[str, ...]]] = {
    "electricity": {
        "ur": ("ٹرانسفارمر جل گیا ہے", "بجلی کا بل بہت زیادہ آیا ہے", "کھمبے کی تار ٹوٹی ہوئی ہے"),
        "ps": ("ټرانسفارمر سوځېدلی دی", "د برېښنا بل ډېر زیات راغلی دی"),
        "roman_ur": ("transformer jal gaya hai", "bijli ka bill bohat zyada aya hai", "load shedding bohat hai"),
        "en": (
            "the transformer has burnt out",
            "the electricity bill is far too high",
            "a live wire hangs in the street",
        ),
    },
    "water_supply": {
        "ur": ("پینے کا پانی نہیں آ رہا", "پائپ سے گندا پانی آ رہا ہے", "ٹیوب ویل خراب ہے"),
        "ps": ("د څښاک اوبه نه راځي", "ټیوب ویل خراب دی"),
        "roman_ur": ("peene ka pani nahi aa raha", "pipe se ganda pani aa raha hai", "tube well kharab hai"),
        "en": ("no drinking water comes", "dirty water comes from the pipe", "the tube well is broken"),
    },
    "roads": {
        "ur": ("سڑک ٹوٹی ہوئی ہے", "پل کی ریلنگ گر گئی ہے"),
        "ps": ("سړک مات دی", "د پله کټاره لوېدلې ده"),
        "roman_ur": ("sarak tooti hui hai", "pul ki railing gir gayi hai"),
        "en": ("the road is full of holes", "the railing of the bridge has fallen"),
    },
    "": {
        "ur": ("میری درخواست پر کوئی کارروائی نہیں ہوئی", "عملہ دفتر میں موجود نہیں ہوتا", "رشوت مانگی جا رہی ہے"),
        "ps": ("زما په غوښتنلیک کار نه دی شوی", "عمله په دفتر کې نه وي"),
        "roman_ur": ("meri darkhwast par koi karwai nahi hui", "amla daftar mein mojood nahi hota"),
        "en": ("nothing was done about my application", "nobody is ever in the office", "a bribe is asked for"),
    },
}
_SINCE = {
    "ur": "{street} میں {days} دن سے {thing}۔ براہ کرم توجہ دیں۔",
    "ps": "په {street} کې د {days} ورځو راهیسې {thing}. مهرباني وکړئ پام وکړئ.",
    "roman_ur": "{street} mein {days} din se {thing}. Meherbani karke masla hal karein.",
    "en": "At {street}, for {days} days, {thing}. Please have it looked at.",
}
PASTED = "Complaint has been resolved."
_REMARKS = (
    "Our team visited {street} and repaired it; visit no. {n}.",
    "The work at {street} is complete, job card {n}.",
    "عملے نے {street} کا دورہ کیا اور مسئلہ حل کر دیا، نمبر {n}۔",
    "The applicant was heard and the order was issued, diary no. {n}.",
)
QUESTIONS = ("Which street is it, and since when?", "براہ کرم بل کا حوالہ نمبر بھیجیں۔", "Please send a photo of it.")
REASONS_NOT = ("ابھی تک کچھ نہیں ہوا", "koi nahi aya", "Nobody came.", "کار نه دی شوی", "It broke again the next day.")
FINDINGS = ("called three times, nobody answered", "the number is switched off", "said that they would call back")


@dataclass(frozen=True, slots=True)
class Citizen:
    """Who complains. Numbers are from a range that no operator has, so that nobody is ever written to."""

    name: str
    phone: str
    email: str
    cnic: str


def citizen(draw: random.Random, citizens: int) -> Citizen:
    """One of so many citizens: some complain more than once."""
    number = draw.randrange(citizens)
    name = f"{_FIRST[number % len(_FIRST)]} {_LAST[number // 7 % len(_LAST)]}"
    return Citizen(
        name,
        f"+92399{number:07d}",
        f"citizen{number}@example.org",
        f"{10000 + number % 80000}-{number:07d}-{1 + number % 9}",
    )


def complaint(category: str, language: str, street: str, draw: random.Random) -> str:
    things = _THINGS.get(category, _THINGS[""])[language]
    return _SINCE[language].format(street=street, days=draw.randrange(2, 40), thing=draw.choice(things))


def street(office: Office, draw: random.Random) -> str:
    return f"{draw.choice(_STREETS)}, {office.tehsil or office.district or office.province}"


def remark(street: str, draw: random.Random) -> str:
    return draw.choice(_REMARKS).format(street=street, n=draw.randrange(100, 100_000))
