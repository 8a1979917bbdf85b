"""Reading one TwiML document, strictly."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree

from core.errors import Rejected
from simulator.twiml.rules import RULES, TOP

MAX_BYTES = 64 * 1024
MAX_SPOKEN = 4096
"""Characters in one <Say> (https://www.twilio.com/docs/voice/twiml/say)."""
_XML = "{http://www.w3.org/XML/1998/namespace}"


class TwimlInvalid(Rejected):
    """A document that Twilio would not follow, or would follow with a warning. ``code`` is Twilio's."""

    kind = "twiml"

    def __init__(self, detail: str, code: int = 12200) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code


@dataclass(frozen=True, slots=True)
class Verb:
    """One element of a document. ``text`` is all that is said in it."""

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    children: tuple["Verb", ...] = ()

    def flag(self, name: str, default: bool) -> bool:
        """A true-or-false attribute."""
        return self.attributes.get(name, "true" if default else "false") == "true"

    def number(self, name: str, default: int) -> int:
        """A whole number."""
        return int(self.attributes.get(name, default))


def parse(document: str, content_type: str = "text/xml") -> tuple[Verb, ...]:
    """The verbs of a document. Raises TwimlInvalid, naming the first thing that is wrong."""
    if content_type.partition(";")[0].strip().lower() not in ("text/xml", "application/xml"):
        raise TwimlInvalid(f"the answer is not XML but {content_type or 'of no type'}", 12300)
    if len(document.encode()) > MAX_BYTES:
        raise TwimlInvalid("longer than 64 kB", 11750)
    if "<!DOCTYPE" in document or "<!ENTITY" in document:
        raise TwimlInvalid("a document type", 12100)
    try:
        root = ElementTree.fromstring(document)  # noqa: S314 - our own gateway's answer, and without a document type
    except ElementTree.ParseError as problem:
        raise TwimlInvalid(f"not well-formed: {problem}", 12100) from problem
    if root.tag != "Response" or root.attrib:
        raise TwimlInvalid(f"the root is not a bare <Response> but <{root.tag}>", 12100)
    verbs = tuple(_verb(element, TOP, "Response") for element in root)
    _no_stray_text(root)
    for verb in verbs[:-1]:
        if RULES[verb.name].last:
            raise TwimlInvalid(f"what follows <{verb.name}> is never reached")
    return verbs


def _verb(element: ElementTree.Element, allowed: frozenset[str], parent: str) -> Verb:
    name = element.tag
    if name not in allowed:
        raise TwimlInvalid(f"<{name}> may not stand in <{parent}>")
    rule = RULES[name]
    attributes = {key.replace(_XML, "xml:"): value for key, value in element.attrib.items()}
    for key, value in attributes.items():
        if key not in rule.attributes:
            raise TwimlInvalid(f"<{name}> has no attribute {key}")
        if not rule.attributes[key](value):
            raise TwimlInvalid(f"<{name} {key}> may not be {value!r}")
    children = tuple(_verb(child, rule.children, name) for child in element)
    text = " ".join("".join(element.itertext()).split())
    if rule.text is True and not text:
        raise TwimlInvalid(f"<{name}> says nothing")
    if rule.text is False:
        _no_stray_text(element)
        text = ""
    if len(text) > MAX_SPOKEN:
        raise TwimlInvalid(f"<{name}> says more than {MAX_SPOKEN} characters")
    verb = Verb(name, attributes, text, children)
    _check_together(verb)
    return verb


def _no_stray_text(element: ElementTree.Element) -> None:
    pieces = [element.text, *(child.tail for child in element)]
    if any(piece and piece.strip() for piece in pieces):
        raise TwimlInvalid(f"text in <{element.tag}>")


def _check_together(verb: Verb) -> None:
    """What no single attribute shows."""
    if verb.name == "Play" and not verb.text and "digits" not in verb.attributes:
        raise TwimlInvalid("<Play> plays nothing")
    if verb.name == "Dial" and not verb.text and not verb.children:
        raise TwimlInvalid("<Dial> calls nobody")
    heard = verb.attributes.get("input", "dtmf")
    if verb.name == "Gather" and "speech" not in heard:
        for name in ("hints", "language", "speechTimeout", "speechModel", "maxSpeechTime", "profanityFilter"):
            if name in verb.attributes:
                raise TwimlInvalid(f"<Gather {name}> without speech among its input")
    if verb.name == "Gather" and "dtmf" not in heard:
        for name in ("numDigits", "finishOnKey"):
            if name in verb.attributes:
                raise TwimlInvalid(f"<Gather {name}> without keys among its input")
