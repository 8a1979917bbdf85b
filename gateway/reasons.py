"""Why something was not done, in the reader's language.

Errors say it in English (``tell`` for whoever asked, ``detail`` for the log and the clerk). Here stands every such text
that a person can get to see; their translations are in the pages' catalogues, so that ``make translations`` finds what
is missing. ``%(…)s`` stands for what differs from case to case.
"""

import functools
import re
from pathlib import Path

from babel.support import NullTranslations, Translations

from core.errors import ArziError

_CATALOGUES = Path(__file__).parent / "web" / "translations"


def _(text: str) -> str:
    """Marks a text to be translated."""
    return text


TOLD = (
    _("A case of theirs is still open. It must be ended first."),
    _("Something went wrong on our side. Your message is kept."),
    _("We could not accept this."),
    _("We could not read this."),
    _("This is larger than we can take."),
    _("We cannot take this kind of message yet. Please write, or send a photo or a voice message."),
    _("We cannot do this at the moment. Please try again in a few minutes."),
    _("We could not find this."),
    _("This address is joined to nobody."),
    _("This is no phone, no email and no id of a channel."),
    _("You may not do this."),
    _("Somebody else changed this in the meantime. Please look again."),
    _("A ticket in this state cannot be changed this way."),
    _("That ticket is not being worked on."),
    _("Two complaints of one person stay two."),
    _("A second person must approve this."),
    _("This decision was already looked at again after your appeal."),
    _("Nobody has asked to reject this."),
    _("Only the citizen can say that it is solved: by their own message, their code, or a recorded call."),
    _("This code is not right, or too old."),
    _("Whoever printed the slip cannot bring its code."),
    _("Please choose a reason from the list."),
    _("This citizen wishes not to be named."),
    _("It is with this office already."),
    _("It is at the highest level already."),
    _("The complaint is about this office."),
    _("The complaint is about this person."),
    _("This is marked already."),
    _("This case was closed long ago. Please write a new complaint."),
    _("The citizen still has time to answer."),
    _("Somebody else must ask the citizen about your work."),
    _("Please write the reason."),
    _("Please write the question."),
    _("Please write the finding."),
    _("Please write the answer."),
    _("Please write the remark."),
    _("Please write the remark on what was done."),
    _("Choose the page with which the other letter begins."),
    _("The file of these pages is gone."),
    _("Have this letter read again first."),
    _("The sums are being counted already."),
    _("The index is being made already."),
    _("Please write something."),
    _("Nothing is different from before."),
    _("Nothing is told of this: too few people have complained there."),
    _("There is no way to write to this citizen. Call them, if there is a number."),
    _("They asked for no more messages. Call them, if it is needed."),
    _("They wrote too long ago: free text does not arrive any more, and no template is set up. Call them."),
    _("Please give it a name."),
    _("You have too many saved searches. Please delete one first."),
    _("This file cannot be checked for viruses at the moment. Please try again later."),
    _("We take photos, sound, film and PDF files."),
    _("This letter is not registered yet: there is no slip."),
    _("This machine has no fonts for PDF files."),
    _("There is no telephone number to call."),
    _("There is no telephone number to send an SMS to."),
    _("Our SMS cannot be answered. Please call them, and register what they say."),
)
"""What errors tell whoever asked."""

SCANS = (
    _("the file is empty"),
    _("this is none of PDF, TIFF, JPEG, PNG and HEIC"),
    _("this is %(what)s, not a scan: PDF, TIFF, JPEG, PNG or HEIC is read"),
    _("the file has %(bytes)s bytes, the limit is %(most)s"),
    _("a page could not be unpacked"),
    _("unpacking it takes longer than %(seconds)s seconds"),
    _("unpacking it needs more memory or time than a letter may take"),
    _("opening it was killed %(times)s times: it seems to need more memory than there is"),
    _("the work on it was cut off each time: it seems to need more than there is"),
    _("the PDF holds a script; a scan holds none"),
    _("the PDF is encrypted: save it without a password"),
    _("the PDF is damaged"),
    _("the PDF has no pages"),
    _("the PDF has %(count)s pages, the limit is %(most)s"),
    _("page %(number)s of the PDF is damaged"),
    _("%(count)s pages, the limit is %(most)s"),
    _("the picture is cut off or damaged: %(how)s"),
    _("the picture has %(width)s x %(height)s pixels, the limit is %(most)s million"),
    _("the picture has only %(width)s x %(height)s pixels"),
    _("letters are not read here"),
    _("the letter's pages are gone"),
)
"""Why a scan was not read."""
FILES = (
    _("a ZIP archive or an office document"),
    _("an empty ZIP archive"),
    _("an old office document"),
    _("a GIF picture"),
    _("a BMP picture"),
    _("a WebP picture or a recording"),
    _("a gzip archive"),
    _("a 7z archive"),
    _("a RAR archive"),
    _("a program"),
    _("an RTF document"),
    _("a recording"),
    _("a film"),
    _("another kind of picture"),
)
"""What a file is that is no scan."""


def explain(error: ArziError, language: str) -> str:
    """What the error tells whoever asked, in en, ur or ps."""
    return in_words(error.tell, language)


def in_words(text: str, language: str) -> str:
    """One of the texts above in another language; what is none of them as it is."""
    catalogue = _catalogue(language)
    translated = catalogue.gettext(text)
    if translated != text or text in TOLD:
        return str(translated)
    for pattern, ours in _patterns():
        found = pattern.fullmatch(text)
        if found is not None:
            values = {name: catalogue.gettext(value) for name, value in found.groupdict().items()}
            return str(catalogue.gettext(ours)) % values
    return text


def explain_stored(reason: str | None, language: str) -> str:
    """Why something was set aside, from how it is kept ("kind: detail", or a traceback); only the last line counts.

    Where the detail is none of the texts above, the kind's own text is said before it.
    """
    lines = (reason or "").strip().splitlines()
    kind, _colon, detail = lines[-1].partition(": ") if lines else ("", "", "")
    if kind not in _by_kind():
        return lines[-1] if lines else ""
    words = in_words(detail, language)
    if not detail or words != detail or language == "en":
        return words or in_words(_by_kind()[kind], language)
    return f"{in_words(_by_kind()[kind], language)} ({detail})"


@functools.cache
def _catalogue(language: str) -> NullTranslations:
    return Translations.load(str(_CATALOGUES), [language])


@functools.cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    with_values = (text for text in (*TOLD, *SCANS) if "%(" in text)
    return [(re.compile(re.sub(r"%\\\((\w+)\\\)s", r"(?P<\1>.+?)", re.escape(text))), text) for text in with_values]


@functools.cache
def _by_kind() -> dict[str, str]:
    """What each kind of error tells, unless it says something else."""
    found = {ArziError.kind: ArziError.tell}
    below = [ArziError]
    while below:
        one = below.pop()
        found.setdefault(one.kind, one.tell)
        below += one.__subclasses__()
    return found
