"""People's mail that looks like a machine's, and machines' mail that holds a person's words."""

import pytest

from core.messages import Automatic, InboundMessage
from tests.channels.email.samples import OFFICE, channel, envelope

PLAIN = ("To: complaints@arzi.example", "Subject: No water")
GROUP = (
    "List-ID: <complaints.dept.example>",
    "List-Post: <mailto:complaints@dept.example>",
    "List-Unsubscribe: <mailto:leave@dept.example>",
    "Mailing-list: list complaints@dept.example; contact complaints+owners@dept.example",
    "Precedence: list",
)


def read(*fields: str, author: str = "Gul Khan <gul@mail.example>", body: str = "There is no water.") -> InboundMessage:
    head = "".join(f"{field}\r\n" for field in (f"From: {author}", *fields))
    (message,) = channel().parse(envelope(f"{head}\r\n{body}\r\n".encode(), facts={"mail_from": "x@y.example"}))
    assert channel().peek(envelope(f"{head}\r\n{body}\r\n".encode())).person == f"mailto:{message.sender.address}"
    return message


@pytest.mark.parametrize(
    ("fields", "author", "sender", "automatic", "reason"),
    [
        # the office's mailbox stands behind a group
        (("To: complaints@dept.example", *GROUP), "Gul <gul@mail.example>", "gul@mail.example", None, "list"),
        (("To: complaints@dept.example", GROUP[1]), "Gul <gul@mail.example>", "gul@mail.example", None, "list"),
        (
            ("To: complaints@dept.example", *GROUP, "Reply-To: gul@mail.example"),
            "'Gul Khan' via Complaints <complaints@dept.example>", "gul@mail.example", None, "list",
        ),
        (
            ("To: complaints@dept.example", *GROUP, "X-Original-Sender: gul@mail.example"),
            "Gul via C <complaints@dept.example>", "gul@mail.example", None, "list",
        ),
        ((*PLAIN, "Delivered-To: complaints@dept.example", *GROUP), "Gul <gul@mail.example>",
         "gul@mail.example", None, ""),
        # a list's own talk, a newsletter, a program's answer to a group
        ((*PLAIN, *GROUP), "Gul <gul@mail.example>", "gul@mail.example", Automatic.LIST, "list"),
        (
            ("To: complaints@dept.example", *GROUP, "In-Reply-To: <x@y.example>"),
            "Gul <gul@mail.example>", "gul@mail.example", Automatic.LIST, "list",
        ),
        (
            ("To: complaints@dept.example", *GROUP, "Feedback-ID: 1:2:3"),
            "Shop <shop@mail.example>", "shop@mail.example", Automatic.LIST, "bulk-mailer",
        ),
        (
            ("To: complaints@dept.example", *GROUP, "Auto-Submitted: auto-replied"),
            "Gul <gul@mail.example>", "gul@mail.example", Automatic.AUTO_REPLY, "auto-replied",
        ),
        ((*PLAIN, "Precedence: bulk"), "Gul <gul@mail.example>", "gul@mail.example", Automatic.LIST, "precedence-bulk"),
        # web forms
        ((*PLAIN, "Reply-To: gul@mail.example"), "no-reply@web.example", "gul@mail.example", None, ""),
        ((*PLAIN, "Reply-To: gul@mail.example"), "Site <www-data@web.example>", "gul@mail.example", None, ""),
        ((*PLAIN, "Reply-To: gul@mail.example"), "WordPress <wordpress@web.example>", "gul@mail.example", None, ""),
        ((*PLAIN, "Reply-To: gul@mail.example"), f"Our own site <{OFFICE}>", "gul@mail.example", None, ""),
        (
            (*PLAIN, "Reply-To: gul@mail.example", "X-Mailer: PHPMailer 6.9"),
            "info@web.example", "gul@mail.example", None, "",
        ),
        (
            (*PLAIN, "Reply-To: gul@mail.example", "Auto-Submitted: auto-generated", "Precedence: bulk"),
            "noreply@web.example", "gul@mail.example", None, "auto-generated",
        ),
        (
            (*PLAIN, "Reply-To: gul@mail.example", "Auto-Submitted: auto-replied"),
            "noreply@web.example", "gul@mail.example", Automatic.AUTO_REPLY, "auto-replied",
        ),
        *(
            ((*PLAIN, "Reply-To: gul@mail.example", *more), author, "gul@mail.example", None, "")
            for author, *more in (
                ("notify@forms.example",),
                ("formresponses@site.example",),
                ("IUSR@host.example",),
                ("app@host.example",),
                ("info@web.example", "X-Mailer: PHP/7.4.33"),
                ("info@web.example", "X-Mailer: Microsoft CDO for Windows 2000"),
                ("info@web.example", "X-WPCF7-Content-Type: text/plain"),
                ("info@web.example", "X-SES-Outgoing: 2026.11.23-1.1.1.1"),
                ("info@web.example", "Sender: www-data@web.example"),
                ("noreply@web.example", "Feedback-ID: ::1.ap-south-1.x:AmazonSES"),
                ("noreply@web.example", "X-CSA-Complaints: whitelist@complaints.example"),
            )
        ),
        (
            (*PLAIN, f"Reply-To: gul@mail.example, {OFFICE}"), "noreply@web.example", "gul@mail.example", None, "",
        ),
        *(
            (("To: complaints@arzi.example", f"Subject: {subject}", "Reply-To: gul@mail.example"),
             "info@web.example", "gul@mail.example", None, "")
            for subject in ("New submission from Contact Form", "Website enquiry", "رابطہ فارم سے نیا پیغام")
        ),
        # a group whose address is the office's own, and groups that say their address elsewhere
        (
            (f"To: {OFFICE}", f"List-Post: <mailto:{OFFICE}>", "Reply-To: gul@mail.example"),
            "Gul via Complaints <complaints@arzi.example>", "gul@mail.example", None, "list",
        ),
        (
            ("To: complaints@arzi.example", "List-Id: <complaints.arzi.example>", "X-Loop: complaints@arzi.example"),
            "Gul <gul@mail.example>", "gul@mail.example", None, "list",
        ),
        (
            ("To: complaints@dept.example", "List-Unsubscribe: <mailto:complaints-unsubscribe@dept.example>"),
            "Gul <gul@mail.example>", "gul@mail.example", None, "list",
        ),
        (
            ("To: complaints@dept.example", "X-BeenThere: complaints@dept.example", "Precedence: list"),
            "Gul <gul@mail.example>", "gul@mail.example", None, "",
        ),
        (
            ("To: complaints@groups.example", "Mailing-List: list complaints@groups.example", "Precedence: Bulk"),
            "Gul via Groups <gul=mail.example@groups.example>", "gul@mail.example", None, "list",
        ),
        # no forms
        (
            (*PLAIN, "Reply-To: support@web.example"),
            "noreply@web.example", "noreply@web.example", Automatic.AUTO_REPLY, "no-reply-address",
        ),
        (
            ("To: complaints@arzi.example", "X-Loop: complaints@arzi.example"),
            "Gul <gul@mail.example>", "gul@mail.example", Automatic.LOOP, "ours",
        ),
        ((*PLAIN, "Reply-To: gul@mail.example"), "info@web.example", "info@web.example", None, ""),
        ((*PLAIN, "Reply-To: gul2@mail.example"), "Gul <gul@mail.example>", "gul@mail.example", None, ""),
        ((*PLAIN,), "no-reply@web.example", "no-reply@web.example", Automatic.AUTO_REPLY, "no-reply-address"),
        (
            (*PLAIN, "Reply-To: no-reply@shop.example"),
            "noreply@web.example", "noreply@web.example", Automatic.AUTO_REPLY, "no-reply-address",
        ),
        (
            (*PLAIN, "Reply-To: help@shop.example", "List-Unsubscribe: <mailto:x@shop.example>"),
            "no-reply@shop.example", "no-reply@shop.example", Automatic.LIST, "no-reply-address",
        ),
        # notices
        (("To: complaints@arzi.example", "Content-Type: text/calendar; method=REPLY"), "Gul <gul@mail.example>",
         "gul@mail.example", Automatic.AUTO_REPLY, "meeting"),
    ],
)  # fmt: skip
def test_who_wrote_it_and_was_it_a_machine(
    fields: tuple[str, ...], author: str, sender: str, automatic: Automatic | None, reason: str
) -> None:
    message = read(*fields, author=author)
    assert (message.sender.address, message.automatic) == (sender, automatic)
    assert not reason or reason in message.reasons
    assert (message.score >= 0.5) is (automatic is not None)


def test_whom_a_form_names_may_begin_a_complaint_and_act_on_none() -> None:
    message = read(*PLAIN, "Reply-To: Gul Khan <gul@mail.example>", author="no-reply@web.example")
    assert not message.trusted
    assert message.found["email"][0] == "gul@mail.example"
    assert read(*PLAIN).trusted


@pytest.mark.parametrize(
    ("subject", "text", "automatic"),
    [
        ("Recall: Broken road", 'Clerk would like to recall the message, "Broken road".', Automatic.AUTO_REPLY),
        ("Recall: Broken road", "", Automatic.AUTO_REPLY),
        ("Recall: the road is still broken", "Please recall my complaint of May: the road is broken.", None),
        ("Accepted: the tender", "They accepted a bribe.", None),
        ("Geri Çağırma: Road", 'Gul, "Road" iletisini geri çağırmak istiyor.', Automatic.AUTO_REPLY),
        ("Message Recall Report for: Road", "Recall failed for 2 recipients.", Automatic.AUTO_REPLY),
        ("استدعاء: Road", "يود Gul استدعاء الرسالة", Automatic.AUTO_REPLY),
        (
            "Accepted: Open Court @ Mon 30 Nov 2026",
            "gul@mail.example has accepted this invitation.",
            Automatic.AUTO_REPLY,
        ),
        ("I am on leave until Monday", "Back on Monday.", Automatic.AUTO_REPLY),
        ("Auto: Road", "I am away.", Automatic.AUTO_REPLY),
        ("Thank you for contacting us [##4471##]", "We will answer.", Automatic.AUTO_REPLY),
        ("Ticket received: [#4471]", "We will answer.", Automatic.AUTO_REPLY),
        ("Complaint against the SDO", "He took a bribe.", None),
        ("My request was refused", "No reason was given.", None),
    ],
)
def test_recalls(subject: str, text: str, automatic: Automatic | None) -> None:
    assert read("To: complaints@arzi.example", f"Subject: {subject}", body=text).automatic is automatic


def _with_file(author: str, subject: str, name: str, kind: str, text: str = "") -> InboundMessage:
    raw = (
        f"From: {author}\r\nTo: {OFFICE}\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
        f"--b\r\nContent-Type: text/plain\r\n\r\n{text}\r\n"
        f'--b\r\nContent-Type: {kind}; name="{name}"\r\nContent-Disposition: attachment; filename="{name}"\r\n\r\nx\r\n'
        "--b--\r\n"
    )
    (message,) = channel().parse(envelope(raw.encode()))
    return message


@pytest.mark.parametrize(
    ("author", "subject", "name", "kind", "device"),
    [
        (
            '"Tehsil MFP" <mfp.tehsil@o.example>',
            "Message from KM_C360i",
            "SKM_C360i2611.pdf",
            "application/pdf",
            "copier",
        ),
        ("scanner@o.example", "Scanned image from MX-2640N", "scanner@o_20261123_1.pdf", "application/pdf", "copier"),
        ("Canon <ir-adv@o.example>", "Attached Image", "0141_001.pdf", "application/pdf", "copier"),
        ("scan@o.example", "Scan from a Xerox WorkCentre", "DOC112326.pdf", "application/pdf", "copier"),
        ("printer@o.example", "Scan Data from Ricoh", "20261123110000.tif", "image/tiff", "copier"),
        ("Voicemail <asterisk@pbx.example>", "New message 3 in mailbox 100", "msg0003.wav", "audio/x-wav", "voicemail"),
        ("voicemail@pbx.example", "Voice Message from +923001112223", "vm.mp3", "audio/mpeg", "voicemail"),
        ("Gul <gul@mail.example>", "Scanned application", "application.pdf", "application/pdf", None),
        ("Gul <gul@mail.example>", "My complaint", "scan0001.pdf", "application/pdf", None),
        ("Gul <gul@mail.example>", "Voice message", "note.docx", "application/msword", None),
    ],
)
def test_copiers_and_voice_boxes(author: str, subject: str, name: str, kind: str, device: str | None) -> None:
    message = _with_file(author, subject, name, kind)
    assert message.device == device
    assert (message.automatic is Automatic.AUTO_REPLY) is (device is not None)
    assert bool(message.found) is (device is None)
