"""``arzi person``: what is kept of a citizen, a copy for them, and that it be erased."""

from pathlib import Path

import click

from core.errors import Malformed, NotFound
from core.services import persons
from core.store.persons import addresses
from core.store.staff.admin_log import by_command_line
from gateway.addresses import key_of
from gateway.bootstrap import build
from gateway.config import load_settings
from gateway.pipeline.timing import delete_evidence

_WHO = click.argument("who")
_REASON = click.option("--reason", required=True, help="Why: it is written down.")


@click.group(name="person")
def command() -> None:
    """What is kept of a citizen. WHO is a phone, an email, a CNIC or a case's number, which they first prove to be
    theirs; each use is written down.

    \b
    Examples:
      arzi person show 0300-1234567 --reason "asked on the telephone"
      arzi person export 17301-1234567-1 --to copy.zip --reason "their letter of 3 March"
      arzi person addresses 0300-1234567 --reason "two brothers"
      arzi person split PK.13491208655302741918 --reason "two brothers, said the elder"
      arzi person erase gul@example.org --reason "their letter of 3 March"
    """


@command.command(name="show")
@_WHO
@_REASON
def show(who: str, reason: str) -> None:
    """How much is kept, without its words."""
    house = build(load_settings())
    kind, value = identified(who)
    with house.store.write() as session:
        kept = persons.find(session, kind, value)
        by_command_line(session, "person_show", kind, house.clock.now(), cases=_numbers(kept), reason=reason)
    for one in kept.cases:
        click.echo(f"{one.number} {one.state.value} {one.created_at:%Y-%m-%d} {one.category} {one.district}")
    click.echo(
        f"{len(kept.cases)} cases, {len(kept.conversations)} conversations, {kept.heard} messages from them outside of "
        f"cases and in them, {kept.sent} to them"
    )


@command.command(name="export")
@_WHO
@click.option("--to", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The ZIP to write.")
@_REASON
def export(who: str, to: Path, reason: str) -> None:
    """Write all that they told and were told, with their files, into a ZIP for them."""
    house = build(load_settings())
    kind, value = identified(who)
    with house.store.write() as session:
        kept = _found(persons.find(session, kind, value))
        by_command_line(session, "person_export", kind, house.clock.now(), cases=_numbers(kept), reason=reason)
    with house.store.read() as session:
        content = persons.export(session, kept, house.store.blobs)
    with to.open("xb") as out:
        to.chmod(0o600)
        out.write(content)
    click.echo(f"{to}: {len(kept.cases)} cases, {len(kept.conversations)} conversations", err=True)


@command.command(name="erase")
@_WHO
@_REASON
@click.option("--even-open", is_flag=True, help="Also cases on which an office still works.")
@click.confirmation_option(prompt="Nobody can bring it back. Erase it?")
def erase(who: str, reason: str, even_open: bool) -> None:
    """Take the person out of all that is kept. Cases stay counted, without a name and without words."""
    house = build(load_settings())
    kind, value = identified(who)
    now = house.clock.now()
    with house.store.write() as session:
        kept = _found(persons.find(session, kind, value))
        persons.erase(session, kept, now, even_open=even_open)
        by_command_line(session, "person_erase", kind, now, cases=_numbers(kept), reason=reason)
    delete_evidence(house, now)
    click.echo(
        f"{len(kept.cases)} cases and {len(kept.conversations)} conversations have no person any more; evidence goes "
        "within an hour, and from backups with `arzi backup FOLDER --keys` (docs/operating.md)",
        err=True,
    )


@command.command(name="addresses")
@click.argument("address")
@_REASON
def addresses_of(address: str, reason: str) -> None:
    """Which addresses are one person's, how each was proven and since when. ADDRESS is a phone, an
    email, WhatsApp's id, or as it is shown here."""
    house = build(load_settings())
    with house.store.write() as session:
        found = addresses.of_person(session, addresses.person_of(session, key_of(address)))
        by_command_line(session, "person_addresses", "address", house.clock.now(), reason=reason)
    for one in found:
        click.echo(f"{one.address} {one.proven} {one.since:%Y-%m-%d}{' parted by a clerk' if one.apart else ''}")
    if not found:
        click.echo("joined to no other")


@command.command(name="split")
@click.argument("address")
@_REASON
def split(address: str, reason: str) -> None:
    """Make an address a person of its own again, with what was told from it alone. ADDRESS is WhatsApp's id, as
    `arzi person addresses` shows it. No message joins it again."""
    house = build(load_settings())
    with house.store.write() as session:
        now = house.clock.now()
        addresses.split(session, key_of(address), reason, now)
        by_command_line(session, "person_split", "address", now, reason=reason)
    click.echo("it is a person of its own")


def identified(who: str) -> tuple[str, str]:
    """Raises Malformed."""
    found = persons.identify(who)
    if found is None:
        raise Malformed("this is no phone, email, CNIC or number of a case")
    return found


def _found(kept: persons.Kept) -> persons.Kept:
    if not kept:
        raise NotFound("nothing is kept of them")
    return kept


def _numbers(kept: persons.Kept) -> list[str]:
    return [one.number for one in kept.cases]
