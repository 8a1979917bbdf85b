"""Email's part of the contract of all channels. Mail has no door to refuse a stranger at: what proves nobody is kept,
and not trusted with a case."""

from email.message import EmailMessage

from channels.email import build
from core.messages import Envelope
from core.ports import Surroundings
from tests.channels.contract import Contract, Never, Report
from tests.channels.email.samples import OFFICE, envelope, settings
from tests.channels.email.test_bounces import BOUNCE_ADDRESS, SIGNER, dsn

GUL = "gul@example.org"
SENT_AS = SIGNER.message_id("0123456789abcdef0123456789abcdef")


def mail(id: str, text: str = "", *files: tuple[str, str, bytes], to: str = OFFICE, **headers: str) -> Envelope:
    made = EmailMessage()
    given = {"From": f"Gul Khan <{GUL}>", "To": to, "Message-ID": f"<{id}@example.org>", **headers}
    for name, value in given.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    for kind, name, content in files:
        main, _, sub = kind.partition("/")
        made.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return envelope(made.as_bytes(), id=id, facts={"peer": "127.0.0.1", "mail_from": GUL, "recipients": to})


PASSED = "mx.arzi.example; dmarc=pass header.from=example.org; spf=pass smtp.mailfrom=example.org"
FAILED = "mx.arzi.example; dmarc=fail header.from=example.org; spf=fail smtp.mailfrom=example.org"
THREAD = "0123456789abcdef0123456789abcdef"


def proven(id: str, text: str = "", *files: tuple[str, str, bytes], to: str = OFFICE, subject: str = "") -> Envelope:
    return mail(id, text, *files, to=to, Authentication_Results=PASSED, **({"Subject": subject} if subject else {}))


def contract() -> Contract:
    trusting = settings(verify_senders=True, trusted_authserv_ids=["mx.arzi.example"], dns_servers=["127.0.0.1:9"])
    picture = ("image/jpeg", "pole.jpg", b"\xff\xd8\xff\xe0" + bytes(60))
    bounced = envelope(dsn().encode(), id="bounce", facts={"mail_from": "", "recipients": BOUNCE_ADDRESS})
    return Contract(
        channel=build(trusting, Surroundings(public_url="http://127.0.0.1")),
        text="There is no light",
        person=f"mailto:{GUL}",
        address=GUL,
        words=proven("1", "There is no light in Mardan."),
        forged=[mail("2", "Close my case.", Authentication_Results=FAILED)],
        malformed=Never("whatever is sent as mail is read as far as it goes: test_mutations.py, test_corpus.py"),
        album=[proven("3", "", picture, ("image/png", "line.png", b"\x89PNG\r\n\x1a\n" + bytes(60)))],
        voice_note=proven("4", "", ("audio/ogg", "note.ogg", b"OggS" + bytes(60))),
        location=Never("mail has no points on a map"),
        stop=proven("5", "", to=SIGNER.reply_address(THREAD), subject="unsubscribe"),
        late_report=Report(GUL, SENT_AS, bounced),
    )
