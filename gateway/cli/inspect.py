"""``arzi inspect``: what is in a message, as the canonical record. Nothing is stored or sent."""

import hashlib
import importlib
import json
import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from core.errors import ArziError, Malformed, Unavailable
from core.intake.extraction import read_complaint
from core.intake.mentions import with_subject
from core.messages import Address, Envelope, InboundMessage
from core.ports import Understanding
from core.text.language import language
from core.text.normalise import clean_text
from gateway.canonical import canonical
from gateway.channels import declarations
from gateway.cli.understand import running_rasa
from nlu.fallback import PlainQuestions
from nlu.understand import understand

Reader = Callable[[Envelope, str], Sequence[InboundMessage]]
CHANNELS = {one.inspect_as: name for name, one in declarations().items() if one.inspect_as} | {"text": ""}
_REGION = "PK"
_log = logging.getLogger(__name__)


@click.command(name="inspect")
@click.argument("channel", type=click.Choice(list(CHANNELS)))
@click.argument("files", nargs=-1, required=True)
def command(channel: str, files: tuple[str, ...]) -> None:
    """Read FILES as messages of CHANNEL and print one line of JSON for each. "-" is standard input.

    A file with several letters in it shows the first as any other, and all of them under "letters".

    \b
    Examples:
      arzi inspect email complaint.eml
      arzi inspect letter scan1.png scan2.pdf
      echo "3 din se bijli nahi hai, Mardan" | arzi inspect text -
    """
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    read = _reader(channel)
    results = [_read(read, channel, file) for file in files]
    found = [message for result in results if not isinstance(result, ArziError) for message in result]
    understood = iter(_understand([with_subject(message.subject, message.content) for message in found]))
    failed = False
    for file, result in zip(files, results, strict=True):
        if isinstance(result, ArziError):
            failed = True
            line = {"file": file, "error": {"kind": result.kind, "detail": result.detail or result.tell}}
        else:
            line = _line(file, result, understood)
        click.echo(json.dumps(line, ensure_ascii=False))
    sys.exit(1 if failed else 0)


def _reader(channel: str) -> Reader:
    if channel == "text":
        return _read_text
    reader: Reader = importlib.import_module(f"channels.{CHANNELS[channel]}").read
    return reader


def _line(file: str, messages: Sequence[InboundMessage], understood: Iterator[Understanding]) -> dict[str, Any]:
    shown = [canonical(file, message, read_complaint(message, next(understood))) for message in messages]
    if len(shown) == 1:
        return shown[0]
    return shown[0] | {"letters": [{key: one[key] for key in ("message", "complaint")} for one in shown]}


def _read(read: Reader, channel: str, file: str) -> Sequence[InboundMessage] | ArziError:
    try:
        body = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        return Malformed(f"cannot be opened: {error.strerror}")
    facts = {"filename": "" if file == "-" else Path(file).name}
    envelope = Envelope(CHANNELS[channel] or channel, hashlib.sha256(body).hexdigest(), body, datetime.now(UTC), facts)
    try:
        messages = read(envelope, _REGION)
    except ArziError as error:
        return error
    except Exception as error:  # noqa: BLE001 - a file that breaks a reader must not stop the files behind it
        _log.exception("%s", file)
        return Malformed(f"{type(error).__name__}: {error}")
    return [_with_scan(message) for message in messages] or Malformed("no message in it")


def _with_scan(message: InboundMessage) -> InboundMessage:
    """A copier's mail with what stands on its scans: they are read as letters are."""
    if message.device != "copier":
        return message
    read_letter: Reader = importlib.import_module("channels.letters").read
    for part in message.attachments:
        if part.content is None or not part.media_type.startswith(("application/pdf", "image/")):
            continue
        try:
            facts = {"filename": part.filename or ""}
            envelope = Envelope("letters", part.sha256 or "", part.content, datetime.now(UTC), facts)
            [letter, *_more] = read_letter(envelope, _REGION)
        except (ArziError, ValueError):
            _log.warning("the scan in %s could not be read", part.filename)
            continue
        changes = {name: getattr(letter, name) for name in ("text", "full_text", "language", "pages", "found")}
        return message.with_(**changes)
    return message


def _read_text(envelope: Envelope, _region: str) -> Sequence[InboundMessage]:
    text = clean_text(envelope.body.decode("utf-8", errors="replace")).strip()
    if not text:
        raise Malformed("empty")
    return [
        InboundMessage("text", envelope.id, Address(""), text=text, full_text=text, language=language(text)[0]),
    ]


def _understand(texts: list[str]) -> list[Understanding]:
    try:
        return understand(texts, running_rasa())
    except Unavailable as error:
        _log.warning("without the trained model (%s): categories are guessed by words", error.detail)
        return PlainQuestions().understand(texts)
