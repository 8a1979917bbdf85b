"""A complaint by mail, through every real process: SMTP in, all questions in one answer, the reply, the tracking
number."""

import re
import smtplib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage

import pytest
import yaml

from tests.journeys.installation import ROOT, Installation, installed
from tests.journeys.test_whatsapp_to_ticket import rows
from tests.services.dovecot import free_port
from tests.services.mail_sink import MailSink, mail_sink
from tests.services.processes import service
from tests.services.rasa import RunningRasa
from tests.services.redis import running_redis
from tests.services.waiting import wait_until

NUMBER = re.compile(r"KP-20\d\d-\d{6}-\d")
OFFICE = "complaints@arzi.example"
PHOTO = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 400
PATIENCE_S = 180


@dataclass
class Post:
    """The gateway's mail server, and where its answers go."""

    house: Installation
    port: int
    sink: MailSink

    def answers(self, to: str) -> list[EmailMessage]:
        return [mail for mail in self.sink.mails if mail["To"].addresses[0].addr_spec == to]

    def send(self, mail: EmailMessage) -> EmailMessage:
        """Hand a mail over and wait for the answer to its sender."""
        sender = mail["From"].addresses[0].addr_spec
        before = len(self.answers(sender))
        self.hand_over(mail)
        wait_until(lambda: len(self.answers(sender)) > before, PATIENCE_S, what=f"an answer\n{self.house.logs()}")
        return self.answers(sender)[-1]

    def hand_over(self, mail: EmailMessage) -> None:
        to = [address.addr_spec for address in mail["To"].addresses]
        with smtplib.SMTP("127.0.0.1", self.port, timeout=60) as smtp:
            smtp.sendmail(mail["From"].addresses[0].addr_spec, to, bytes(mail))


@pytest.fixture(scope="module")
def post(tmp_path_factory: pytest.TempPathFactory, rasa: RunningRasa) -> Iterator[Post]:
    folder, port = tmp_path_factory.mktemp("post"), free_port()
    with mail_sink() as sink, running_redis() as redis_url:
        config = yaml.safe_load((ROOT / "config.yaml").read_text())
        config["channels"]["email"]["smtp"] |= {"port": port}
        config["channels"]["email"]["submission"] |= {"port": sink.port}
        config["channels"]["email"]["verify_senders"] = False
        with installed(folder, redis_url, rasa, 1, config=yaml.safe_dump(config)) as house:
            listen = [sys.executable, "-m", "gateway", "listen", "smtp"]
            with service(listen, folder / "listen-smtp.log", cwd=ROOT, env=dict(house.env)):
                wait_until(lambda: _open(port), what=f"the mail server\n{house.logs()}")
                yield Post(house, port, sink)


def mail(sender: str, subject: str, text: str, *, photo: bool = False) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = f"Gul Khan <{sender}>", OFFICE, subject
    made["Message-ID"] = f"<{abs(hash((sender, subject, text)))}@example.org>"
    made.set_content(text)
    if photo:
        made.add_attachment(PHOTO, maintype="image", subtype="jpeg", filename="pole.jpg")
    return made


def reply(sender: str, answered: EmailMessage, text: str, *, with_ids: bool = True) -> EmailMessage:
    """As a mail program writes it: the answer above, the mail that it answers quoted below."""
    made = EmailMessage()
    reply_to = answered["Reply-To"] or answered["From"]
    made["From"], made["To"] = f"Gul Khan <{sender}>", reply_to.addresses[0].addr_spec
    made["Subject"] = answered["Subject"]
    made["Message-ID"] = f"<{abs(hash((sender, text)))}.reply@example.org>"
    if with_ids:
        made["In-Reply-To"] = answered["Message-ID"]
        made["References"] = answered["Message-ID"]
    quoted = "\n".join(f"> {line}" for line in body(answered).splitlines())
    made.set_content(f"{text}\n\nOn Fri, 14 Nov 2025 at 15:45, Arzi <{OFFICE}> wrote:\n{quoted}\n")
    return made


def body(message: EmailMessage, kind: str = "plain") -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_all_is_asked_in_one_mail_and_the_reply_is_taken_apart(post: Post) -> None:
    me = "gul.khan@example.org"
    first = mail(me, "Electricity", "The transformer in our village is burnt. No power for three days.", photo=True)
    asked = post.send(first)
    assert asked["In-Reply-To"] == first["Message-ID"]
    assert asked["Auto-Submitted"] == "auto-replied"
    assert "district" in body(asked).lower()
    assert len(post.answers(me)) == 1  # one mail, not one a question
    answered = post.send(reply(me, asked, "District Mardan\nKatlang, near the mosque"))
    if not NUMBER.search(body(answered)):
        answered = post.send(reply(me, answered, "Yes"))
    number = NUMBER.search(body(answered))
    assert number, body(answered)
    ((category, district, channel),) = rows(
        post.house, f"SELECT category, district, channel FROM tickets WHERE number = '{number[0]}'"
    )
    assert (category, district, channel) == ("electricity", "Mardan", "email")
    ((filename, size),) = rows(
        post.house,
        "SELECT m.filename, m.size FROM media m JOIN tickets t ON m.conversation_id = t.conversation_id"
        f" WHERE t.number = '{number[0]}'",
    )
    assert size == len(PHOTO)
    assert filename.startswith("~s1~"), "sealed: a file's name may be somebody's"


def test_in_urdu_the_answer_is_in_urdu_and_right_to_left(post: Post) -> None:
    me = "zarina@example.org"
    asked = post.send(mail(me, "پانی", "ہمارے گاؤں میں تین دن سے پانی نہیں آ رہا۔"))
    assert "ضلع" in body(asked)
    assert 'dir="rtl"' in body(asked, "html")
    answered = post.send(reply(me, asked, "ضلع چارسدہ، گاؤں عمرزئی"))
    if not NUMBER.search(body(answered)):
        answered = post.send(reply(me, answered, "جی ہاں"))
    number = NUMBER.search(body(answered))
    assert number, body(answered)
    assert rows(post.house, f"SELECT district, language FROM tickets WHERE number = '{number[0]}'") == [
        ("Charsadda", "ur")
    ]


def test_a_reply_without_ids_joins_by_its_signed_address(post: Post) -> None:
    me = "phone.user@example.org"
    before = count(post, "conversations")
    asked = post.send(mail(me, "Garbage", "Garbage has not been collected in our street for two weeks."))
    post.send(reply(me, asked, "Peshawar, Gulbahar no 2", with_ids=False))
    assert count(post, "conversations") == before + 1


def test_a_number_in_the_subject_opens_nothing_for_a_stranger(post: Post) -> None:
    me, stranger = "owner@example.org", "stranger@example.org"
    asked = post.send(mail(me, "School", "The girls school in Matta, Swat has no teachers for a year."))
    answered = post.send(reply(me, asked, "Matta bazaar, district Swat"))
    if not NUMBER.search(body(answered)):
        answered = post.send(reply(me, answered, "Yes"))
    number = NUMBER.search(body(answered))
    assert number
    before = rows(post.house, f"SELECT state FROM tickets WHERE number = '{number[0]}'")
    heard = post.send(mail(stranger, f"Re: {number[0]}", f"Solved, please close {number[0]}"))
    assert "Matta" not in body(heard)
    assert "teachers" not in body(heard)
    assert rows(post.house, f"SELECT state FROM tickets WHERE number = '{number[0]}'") == before


def test_what_the_subject_says_is_heard(post: Post) -> None:
    asked = post.send(mail("short@example.org", "No electricity in Swabi since Friday", "Please help."))
    assert "exact place" in body(asked)
    assert "district" not in body(asked).lower()


def test_automatic_mail_is_kept_and_never_answered(post: Post) -> None:
    me = "away@example.org"
    before = count(post, "envelopes WHERE state = 'handled'")
    away = mail(me, "Automatic reply: Your complaint", "I am out of the office.")
    away["Auto-Submitted"] = "auto-replied"
    post.hand_over(away)
    handled = "envelopes WHERE state = 'handled'"
    wait_until(lambda: count(post, handled) == before + 1, PATIENCE_S, what="the mail to be handled")
    assert post.answers(me) == []


def test_a_bounce_marks_our_mail_failed(post: Post) -> None:
    me = "bouncing@example.org"
    asked = post.send(mail(me, "Road", "The road to Batkhela is broken."))
    report = EmailMessage()
    report["From"], report["To"] = "MAILER-DAEMON@mx.example", OFFICE
    report["Subject"] = "Undelivered Mail Returned to Sender"
    report["X-Failed-Recipients"] = me
    report.set_content(f"550 5.1.1 no such user\n\nMessage-ID: {asked['Message-ID']}\n")
    post.hand_over(report)
    query = f"SELECT state, code FROM outbox WHERE provider_id = '{asked['Message-ID']}'"
    wait_until(lambda: rows(post.house, query) == [("failed", "5.1.1")], PATIENCE_S, what=f"{rows(post.house, query)}")


def count(post: Post, of: str) -> int:
    ((number,),) = rows(post.house, f"SELECT count(*) FROM {of}")
    assert isinstance(number, int)
    return number


def _open(port: int) -> bool:
    try:
        with smtplib.SMTP("127.0.0.1", port, timeout=2) as smtp:
            return smtp.noop()[0] == 250
    except OSError:
        return False
