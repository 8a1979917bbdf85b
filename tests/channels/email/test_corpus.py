"""Hard mails, one a case: corpus/NAME.eml, and in NAME.json what must come out of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from core.messages import InboundMessage
from tests.channels.email.samples import channel, envelope

CORPUS = Path(__file__).parent / "corpus"
NAMES = sorted(file.stem for file in CORPUS.glob("*.eml"))
ENVELOPE_ID = "ENVELOPE"


@pytest.mark.parametrize("name", NAMES)
def test_what_comes_out(name: str) -> None:
    raw = (CORPUS / f"{name}.eml").read_bytes()
    want = json.loads((CORPUS / f"{name}.json").read_text(encoding="utf-8"))
    (message,) = channel().parse(envelope(raw, id=ENVELOPE_ID))
    got = _as_expected(message) | {"person": channel().peek(envelope(raw)).person}
    for key, value in want.items():
        _compare(key, value, got)


def test_the_corpus_is_large_enough() -> None:
    assert len(NAMES) >= 60


def _as_expected(message: InboundMessage) -> dict[str, Any]:
    return {
        "id": message.id,
        "sender": {"address": message.sender.address, "name": message.sender.name},
        "recipients": list(message.recipients),
        "sent_at": message.sent_at.isoformat() if message.sent_at else None,
        "subject": message.subject,
        "text": message.text,
        "full_text": message.full_text,
        "language": message.language,
        "in_reply_to": message.in_reply_to,
        "references": list(message.references),
        "automatic": message.automatic,
        "attachments": message.attachments,
    }


def _compare(key: str, value: Any, got: dict[str, Any]) -> None:
    match key:
        case "text_contains" | "full_text_contains":
            for piece in value:
                assert piece in got[key.removesuffix("_contains")]
        case "person_prefix":
            assert got["person"].startswith(value)
        case "attachments":
            found = [{name: getattr(one, name) for name in want} for one, want in zip(got[key], value, strict=True)]
            assert found == value
        case "attachment_count":
            assert len(got["attachments"]) == value
        case "attachment_count_at_most":
            assert len(got["attachments"]) <= value
        case _:
            assert got[key] == value
