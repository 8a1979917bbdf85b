"""What reads citizens' text takes time in proportion to the text, whatever stands in it.

Each reader is run over long runs of each class of sign. Four times the text may take four times as long, and a little
more; time that grows with the square would take sixteen times. Compared are two lengths of the same text on the same
machine, not seconds, and this process's own time, not the clock's: what others do here does not count. What is over in
a moment is not compared at all.
"""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest

from channels.email import (
    bounces,
    charsets,
    fields,
    filenames,
    flowed,
    headers,
    html,
    parameters,
    quote_marks,
    quotes,
    signatures,
    structure,
    subjects,
    transfer,
)
from channels.email import parse as mails
from channels.email.reply_address import Signer
from channels.letters import labels
from core.casework import proof
from core.complaint import Complaint, Field, Source
from core.intake import mentions
from core.messages import Envelope
from core.privacy import masking
from core.store.desk import search
from core.text import (
    accused,
    dates,
    gazetteer,
    ids,
    language,
    lexicon,
    money,
    names,
    normalise,
    places,
    roman,
    tracking,
    urgent,
)
from core.text import masking as second
from nlu.dialogue import (
    act_rules,
    bare_facts,
    cues,
    keywords,
    moves,
    options,
    place_words,
    plainly,
    proofs,
    sayings,
    spelled,
    taken_apart,
    traits,
)
from nlu.dialogue.hear import hear_facts, hear_plainly
from nlu.dialogue.read import read as read_turn
from nlu.dialogue.read import said

TODAY = date(2026, 11, 30)
RECORD = {"description": "no water", "category": "water_supply", "district": "Swat", "address": "Matta"}
NAMED = Complaint({"complainant_name": Field("Ali Khan", 1.0, Source.TEXT)})
READER = mails.Reader(Signer("arzi@gov.example", b"a secret of some length"), frozenset({"arzi@gov.example"}))

NOTICED_S = 0.05
"""What takes less is not compared: a square takes longer, or does not matter at these lengths."""
MOST_GROWTH = 9.0
WHOLE, BOUNDED = 2_500, 750
"""The shorter length: of what reads a text to its end, and of what looks at the beginning."""

ONE_SIGN = [*"aA1۱=-_.@<>([{\"':,/\\+%#&;!?~*|^`$", *"اہھی۔،ک", "\u200c", "\u064b", "\u0640", "é", "😀", "ﷺ"]
BLANKS = [" ", "\n", "\t", "\r\n", "\xa0", " \n", "\n\n"]
MARKS = ["\u0315\u0323", "\u064b\u0655", "\u064e\u0651\u0655"]
"""Marks that normalising must sort."""
BITS = (
    "a |a.|a-|a'|1 |1-|1.|1,|1/|a@|a@b |a@b.c |@a|> |a\n|20|0300-|03001234567 |12345-|KP-|2026-|rs. 1|lakh |1 Jan |"
    "since |my name is |name: |main |I am A|Ali Khan |Ali |from |near |no |not |village |by |officer |bribe |the |a, |"
    "میرا نام |کے |ضلع |پشاور |نہیں |http://a |<a |<a>|</a>|<!--|<div>|<p>|<td>|<table>|<script>|<!|<?|&#|&a|"
    '=?|=?a?q?|=?utf-8?b?|=?utf-8?b?a |; a=|\\"|re: |fwd: |[a] |(a|<a@b>|a <|--\n|-- |_ |__|On |wrote:\n|'
    "From: a\n|To: a@b.c\n|"
    "begin 644 a\n|=\n|=4|Content-Type: a\n|--x\n|--a\nContent-Type: a/b\n\n|{a|/*|1) a\n|a:|"
    "> a\nb\n|--\na\n|\na:\n|From: a\nSent: b\nTo: c\n\n|On 1/1/2026 10:10 a@b.c wrote:\n> a\nb\n"
)
CLASSES = [*ONE_SIGN, *BLANKS, *MARKS, *BITS.split("|")]


def _mail(head: str) -> Callable[[str], object]:
    return lambda text: mails.parse(
        Envelope("email", "1", (head + text).encode("utf-8", "replace"), datetime(2026, 11, 30, tzinfo=UTC)), READER
    )


def _fields(text: str) -> object:
    raw = (
        f"From: {text}\nTo: {text}\nSubject: {text}\nReferences: {text}\nDate: {text}\nMessage-ID: {text}\n\n".encode()
    )
    read = structure.read_mail(raw).fields
    return [
        headers.header_text(read, "Subject"),
        headers.sender(read),
        headers.addresses(read, "To", "From"),
        headers.message_ids(read, "References"),
        headers.own_id(read),
        headers.sent_at(read),
    ]


QUESTIONS = ("nothing", "address", "confirmed")


def _turn(question: str) -> Callable[[str], object]:
    """A whole turn at this question: heard, read and answered, as while there is no Rasa."""
    asking = None if question == "nothing" else question

    def answered(text: str) -> object:
        turn = said(text, None, "en", dict(RECORD) if asking else {}, asking)
        heard = hear_plainly(text, TODAY, turn)
        return plainly.answer(turn, heard, read_turn(turn, heard))

    return answered


READERS: Mapping[str, Callable[[str], Any]] = {
    # what the desk shows
    "hidden": lambda text: masking.hidden(text, NAMED),
    "hidden beginning": lambda text: masking.hidden(text, NAMED, most=160),
    # what the second reader is sent
    "masked": lambda text: second.masked(text, ("Ali Khan",)),
    # core/text
    "accused": accused.accused,
    "date": lambda text: dates.find_date(text, TODAY),
    "words": gazetteer.words,
    "key": gazetteer.key_of,
    "spelling": gazetteer.spelling,
    "skeleton": gazetteer.skeleton,
    "ids": ids.find_ids,
    "language": language.language,
    "script key": lexicon.script_key,
    "money": money.find_money,
    "name": names.find_name,
    "clean": normalise.clean_text,
    "fold digits": normalise.fold_digits,
    "fold letters": normalise.fold_letters,
    "normalise": normalise.normalise,
    "places": places.find_places,
    "district": places.best_district,
    "roman key": roman.roman_key,
    "danger": urgent.danger,
    # core
    "proof": proof.read_proof,
    "tracking number": tracking.read_tracking_number,
    "subject": mentions.bare,
    "subject and text": lambda text: mentions.with_subject(text, text),
    "search": search.asked,
    "tokens": lambda text: list(search.tokens(text)),
    # the dialogue
    "facts": lambda text: hear_facts(text, TODAY),
    "plainly": lambda text: hear_plainly(text, TODAY),
    "number only": bare_facts.is_number_only,
    "categories": keywords.category_scores,
    "command": moves.is_command,
    "move": moves.move,
    "bare complaint": moves.is_bare_complaint,
    "abuse": moves.is_abuse,
    "field named": moves.field_named,
    "wrong": moves.says_wrong,
    "without no": moves.without_no,
    "without name words": moves.without_name_words,
    "place word": place_words.has_place_word,
    "named place": place_words.named_place,
    "place in": place_words.place_in,
    "taken apart": lambda text: taken_apart.split(text, ("complainant_name", "address")),
    "cues": cues.cues,
    "rules": lambda text: act_rules.by_rule(text, "address"),
    "topic": act_rules.topic_of,
    "sayings": lambda text: sayings.said_outright(text, None),
    "noise": proofs.is_noise,
    "traits": lambda text: traits.traits(text, "address"),
    "spelled number": spelled.spelled_phone,
    "category picked": lambda text: options.category_picked(said(text, None, "en", {}, "category:*")),
    "option picked": lambda text: options.picked(said(text, None, "en", {}, "category:gas,roads,other")),
    **{f"turn at {question}": _turn(question) for question in QUESTIONS},
    # mail, part by part
    "charset": lambda text: charsets.decode_text(text.encode("utf-8", "replace")),
    "codec": charsets.codec_of,
    "cleaned": charsets.clean,
    "file name": filenames.safe_filename,
    "flowed": flowed.unflow,
    "encoded words": headers.decode_words,
    "html": html.read_html,
    "tags": html.strip_tags,
    "media type": parameters.media_type,
    "parameters": lambda text: parameters.parameters("text/plain" + text),
    "attribution": quote_marks.is_attribution,
    "separator": quote_marks.separator,
    "header block": lambda text: quote_marks.header_block(text.split("\n")),
    "reply": lambda text: quotes.split_reply(text, is_reply=True),
    "forward": lambda text: quotes.split_reply(text, is_reply=False, is_forward=True),
    "signature": lambda text: signatures.without_signature(text.split("\n")),
    "known signature": lambda text: signatures.without_known(text, ("Ali Khan, Director, 0300",)),
    "mail subject": lambda text: (subjects.is_reply(text), subjects.is_forward(text), subjects.wants_no_more(text)),
    "head": lambda text: fields.read_fields(text.encode("utf-8", "replace"), 0, len(text.encode("utf-8", "replace"))),
    "header fields": _fields,
    "base64": lambda text: transfer.decode_base64(text.encode("utf-8", "replace")),
    "uu": lambda text: transfer.decode_uu(text.encode("utf-8", "replace")),
    "quoted-printable": lambda text: transfer.decode_transfer(text.encode("utf-8", "replace"), "quoted-printable"),
    # mail, whole
    "plain mail": _mail("From: a@b.example\nContent-Type: text/plain; charset=utf-8\n\n"),
    "mail without a type": _mail("From: a@b.example\n\n"),
    "html mail": _mail("From: a@b.example\nContent-Type: text/html; charset=utf-8\n\n"),
    "answer": _mail("From: a@b.example\nIn-Reply-To: <x@y>\nContent-Type: text/plain; charset=utf-8\n\n"),
    "mail of parts": _mail("From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n--x\n"),
    "mail of two kinds": _mail(
        "From: a@b.example\nContent-Type: multipart/alternative; boundary=q\n\n--q\nContent-Type: text/plain\n\nlook\n"
        "--q\nContent-Type: text/html\n\n"
    ),
    "bounce": lambda text: list(
        bounces.read_reports(
            structure.read_mail(b"From: a@b.example\n\n" + text.encode("utf-8", "replace")), [], None, READER.signer
        )
    ),
    # letters
    "label": lambda text: labels.after_label(text, "name"),
}


LOOK_AT_THE_BEGINNING = (
    "accused",
    "language",
    "name",
    "normalise",
    "places",
    "district",
    "danger",
    "search",
    "tokens",
    "facts",
    "plainly",
    "categories",
)
"""They cut the text first; their names are in ``READERS``."""


TURNS = tuple(f"turn at {question}" for question in QUESTIONS)
"""A turn reads its facts from the beginning, and what it means from the whole."""


def took(read: Callable[[str], object], text: str, times: int = 1) -> float:
    """The shortest of so many, in seconds."""
    best = float("inf")
    for _ in range(times):
        begun = time.process_time()
        read(text)
        best = min(best, time.process_time() - begun)
    return best


def growth(read: Callable[[str], object], sign: str, length: int) -> float:
    """How many times as long four times the text takes; 1 where it is over before it is noticed."""
    long, short = (sign * (4 * length))[: 4 * length], (sign * length)[:length]
    if (taken := took(read, long)) < NOTICED_S:
        return 1.0
    found = taken / took(read, short)
    for _ in range(3):
        if found < MOST_GROWTH:
            break
        found = min(found, took(read, long, 2) / took(read, short, 3))
    return found


@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", READERS)
def test_time_grows_with_the_text(name: str) -> None:
    read = READERS[name]
    read("a word")  # whatever is made at the first use
    length = BOUNDED if name in (*LOOK_AT_THE_BEGINNING, *TURNS) else WHOLE
    grew = {sign: times for sign in CLASSES if (times := growth(read, sign, length)) >= MOST_GROWTH}
    assert not grew


@pytest.mark.parametrize("name", LOOK_AT_THE_BEGINNING)
def test_what_looks_at_the_beginning_looks_at_no_more(name: str) -> None:
    read = READERS[name]
    for sign in ("a ", "1", "=", "ا"):
        read(sign)
        assert took(read, (sign * 200_000)[:200_000], 2) < 20 * max(took(read, (sign * 20_000)[:20_000], 2), 0.01)


def test_a_square_is_noticed() -> None:
    def squared(text: str) -> int:
        return sum(text.count(text[at:]) for at in range(0, len(text), 2))

    assert growth(squared, "ab", 3 * WHOLE) >= MOST_GROWTH
    assert growth(str.split, "a ", 400 * WHOLE) < MOST_GROWTH
