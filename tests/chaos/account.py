"""The account: what was acknowledged to the senders and what arrived with them, beside what the house holds."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from core.outbox import OutboxState
from tests.chaos.citizens import NUMBER
from tests.chaos.ledger import Ledger, Sent
from tests.chaos.post_office import MailOffice
from tests.chaos.provider import Provider
from tests.chaos.stored import Outgoing, Stored

MOST_SHOWN = 20


@dataclass
class Account:
    """``wrong`` must be empty: each is one broken promise, said in a line. ``rows`` are the table's."""

    rows: list[tuple[str, str]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)

    def row(self, what: str, found: object) -> None:
        self.rows.append((what, str(found)))

    def must_be_none(self, what: str, found: Iterable[object]) -> None:
        """A row of its own, and each a broken promise."""
        listed = list(found)
        self.row(what, len(listed))
        self.wrong += [f"{what}: {one}" for one in listed[:MOST_SHOWN]]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def account(ledger: Ledger, kept: Stored, provider: Provider, office: MailOffice) -> Account:
    """Made when nothing waits any more."""
    made = Account()
    _stored_once(made, ledger, kept)
    _in_order(made, ledger, kept)
    _tickets(made, ledger, kept, provider, office)
    _outgoing(made, kept, provider, office)
    made.row("files kept", kept.files.get("stored", 0))
    made.must_be_none("files not kept", [f"{state}: {n}" for state, n in kept.files.items() if state != "stored"])
    made.must_be_none("messages set aside", kept.set_aside)
    return made


def _stored_once(made: Account, ledger: Ledger, kept: Stored) -> None:
    for channel, sent in ledger.by_channel():
        taken = [one for one in sent if one.acknowledged]
        tries = sum(one.tries for one in sent)
        kept_anyway = sum(1 for one in sent if not one.acknowledged and kept.envelopes.get(one.id))
        made.row(f"{channel}: acknowledged", f"{len(taken)} of {len(sent)}, in {tries} tries")
        made.row(f"{channel}: not acknowledged, and kept all the same", kept_anyway)
    taken = [one for one in ledger.sent if one.acknowledged]
    made.row("acknowledged in all", len(taken))
    made.must_be_none("acknowledged and lost", [one for one in taken if not kept.envelopes.get(one.id)])
    made.must_be_none("kept twice", [one for one in ledger.sent if len(kept.envelopes.get(one.id, ())) > 1])
    heard = [one for one in ledger.sent if one.channel != "ivr" and kept.envelopes.get(one.id)]
    made.must_be_none("kept and not handled once", [one for one in heard if len(_messages(kept, one)) != 1])


def _messages(kept: Stored, sent: Sent) -> list[int]:
    return [message for envelope in kept.envelopes.get(sent.id, ()) for message in kept.messages.get(envelope, ())]


def _in_order(made: Account, ledger: Ledger, kept: Stored) -> None:
    lines: defaultdict[tuple[str, str], list[Sent]] = defaultdict(list)
    for one in ledger.sent:
        if one.acknowledged:
            lines[one.channel, one.sender].append(one)
    in_order = {line: [message for one in sent for message in _messages(kept, one)] for line, sent in lines.items()}
    made.row("senders", len(lines))
    made.must_be_none("senders whose messages are out of order", _unsorted(in_order))


def _unsorted(lines: Mapping[Any, Sequence[int]]) -> list[str]:
    return [f"{line}: {numbers}" for line, numbers in lines.items() if list(numbers) != sorted(numbers)]


def _tickets(made: Account, ledger: Ledger, kept: Stored, provider: Provider, office: MailOffice) -> None:
    numbers = [number for found in kept.tickets.values() for number in found]
    made.row("tickets", len(numbers))
    made.must_be_none("tracking numbers given twice", [n for n, times in Counter(numbers).items() if times > 1])
    by_sender = {person.partition(":")[2]: found for person, found in kept.tickets.items()}
    made.must_be_none(
        "more tickets than complaints",
        [f"{who}: {found}" for who, found in by_sender.items() if len(found) > max(1, ledger.complaints[who])],
    )
    made.must_be_none(
        "numbers told that are no tickets",
        [f"{who}: {n}" for who, told in ledger.tickets.items() for n in told if n not in by_sender.get(who, ())],
    )
    arrived = {(one.to.removeprefix("whatsapp:"), n) for one in provider.taken for n in NUMBER.findall(one.body)}
    for address, mails in office.taken.items():
        arrived |= {(address, n) for raw in mails for n in NUMBER.findall(raw.decode("utf-8", "replace"))}
    told = {n for _, n in arrived}
    made.must_be_none("tickets whose number did not arrive", [n for n in numbers if n not in told])


def _outgoing(made: Account, kept: Stored, provider: Provider, office: MailOffice) -> None:
    sent = [row for row in kept.outgoing if row.state == OutboxState.SENT]
    made.row("outgoing messages", len(kept.outgoing))
    made.must_be_none("outgoing, not sent in the end", [row for row in kept.outgoing if row.state != OutboxState.SENT])
    phones = {one.sid: one for one in provider.taken}
    mails = Counter(str(mail["Message-ID"]) for address in list(office.taken) for mail in office.of(address))
    by_mail, by_phone = [r for r in sent if r.channel == "email"], [r for r in sent if r.channel != "email"]
    made.must_be_none("outgoing and lost", [*(r for r in by_phone if r.provider_id not in phones),
                                            *(r for r in by_mail if r.provider_id not in mails)])  # fmt: skip
    shared = [sid for sid, times in Counter(row.provider_id for row in sent).items() if times > 1]
    made.must_be_none("outgoing and lost, taken for another of the same words", shared)
    listed = [row for row in kept.outgoing if row.maybe_twice]
    known = {row.provider_id for row in sent}
    copies = [one for one in provider.taken if one.sid not in known]
    again = [name for name, times in mails.items() if times > 1]
    made.row("outgoing, recorded as perhaps sent twice", len(listed))
    made.row("outgoing, really sent twice", len(copies) + len(again))
    noted = {row.to for row in listed if row.channel != "email"}
    silent = [one for one in copies if one.to.removeprefix("whatsapp:") not in noted]
    made.must_be_none(
        "sent twice and not recorded", silent + [n for n in again if n not in {r.provider_id for r in listed}]
    )
    made.twice = [f"{row.channel} outbox {row.id}" for row in listed]
    made.must_be_none("phones on which answers are out of order", _unsorted(_arrivals(by_phone, provider)))


def _arrivals(rows: Sequence[Outgoing], provider: Provider) -> dict[str, list[int]]:
    """For each phone the outbox rows in the order in which they arrived."""
    by_sid = {row.provider_id: row.id for row in rows}
    found: defaultdict[str, list[int]] = defaultdict(list)
    for one in provider.taken:
        if one.sid in by_sid:
            found[one.to].append(by_sid[one.sid])
    return found
