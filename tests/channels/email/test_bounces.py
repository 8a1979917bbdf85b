"""Reports on mails of ours, in the forms of several mail servers, and forged ones."""

import pytest

from core.messages import Automatic, DeliveryState, InboundMessage
from tests.channels.email.samples import channel, envelope

SIGNER = channel().reader.signer
OURS = SIGNER.message_id("0123456789abcdef0123456789abcdef")
BOUNCE_ADDRESS = SIGNER.bounce_address("0123456789abcdef0123456789abcdef")
RETURNED = f"From: complaints@arzi.example\nMessage-ID: {OURS}\nSubject: Re: Water\n\nWhich district?\n"


def dsn(action: str = "failed", status: str = "5.1.1", returned: str = RETURNED, kind: str = "message/rfc822") -> str:
    return (
        "From: MAILER-DAEMON@mx.example\nSubject: Undelivered Mail Returned to Sender\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nThis is the mail system.\n"
        f"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
        f"Final-Recipient: rfc822; gul@example.org\nAction: {action}\nStatus: {status}\n"
        f"--b\nContent-Type: {kind}\n\n{returned}\n--b--\n"
    )


QMAIL = (
    "From: MAILER-DAEMON@mx.example\nReturn-Path: <>\nSubject: failure notice\n\nHi. This is the qmail-send program.\n"
    f"<gul@example.org>:\n550 5.1.1 no such user\n\n"
    f"--- Below this line is a copy of the message.\n\nMessage-ID: {OURS}\n"
)
SILENT = "From: postmaster@mx.example\nReturn-Path: <>\nSubject: Mail delivery failed\n\nNo such user.\n"


def read(raw: str, recipients: str = "complaints@arzi.example") -> InboundMessage:
    (message,) = channel().parse(envelope(raw.encode(), facts={"mail_from": "", "recipients": recipients}))
    return message


@pytest.mark.parametrize(
    ("raw", "recipients", "state", "code"),
    [
        (dsn(), "", DeliveryState.FAILED, "5.1.1"),
        (dsn(kind="text/rfc822-headers"), "", DeliveryState.FAILED, "5.1.1"),
        (dsn(status="4.4.7"), "", DeliveryState.FAILED, "4.4.7"),
        (dsn(action="delayed", status="4.4.1"), "", DeliveryState.QUEUED, "4.4.1"),
        (dsn(action="delivered", status="2.0.0"), "", DeliveryState.DELIVERED, "2.0.0"),
        (dsn(action="relayed", status="2.0.0"), "", DeliveryState.SENT, "2.0.0"),
        (QMAIL, "", DeliveryState.FAILED, "5.1.1"),
        (SILENT, BOUNCE_ADDRESS, DeliveryState.FAILED, None),
        (dsn(returned="From: x@y.z\n\nWithout its id."), BOUNCE_ADDRESS, DeliveryState.FAILED, "5.1.1"),
    ],
)
def test_a_report_on_a_mail_of_ours(raw: str, recipients: str, state: DeliveryState, code: str | None) -> None:
    message = read(raw, recipients)
    assert message.automatic in (Automatic.BOUNCE, Automatic.DELIVERY_REPORT)
    ((delivery),) = message.deliveries
    assert (delivery.provider_id, delivery.state, delivery.code) == (OURS, state, code)


@pytest.mark.parametrize(
    "raw",
    [
        dsn(returned=RETURNED.replace(OURS, "<0123456789abcdef0123456789abcdef.aaaaaaaaaaaaaaaa@arzi.example>")),
        dsn(returned=RETURNED.replace(OURS, "<other@example.org>")),
        SILENT,
    ],
)
def test_nobody_can_talk_a_mail_of_ours_into_having_failed(raw: str) -> None:
    message = read(raw)
    assert message.automatic is Automatic.BOUNCE
    assert message.deliveries == ()


def test_a_person_who_quotes_our_id_reports_nothing() -> None:
    raw = f"From: gul@example.org\nSubject: Re: Water\nIn-Reply-To: {OURS}\n\nSwat\n\nMessage-ID: {OURS}\n"
    (message,) = channel().parse(envelope(raw.encode(), facts={"mail_from": "gul@example.org"}))
    assert message.automatic is None
    assert message.deliveries == ()
