"""``arzi staff``: who may sign in. The first administrator is made here."""

import click
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.offices.staff import STAFF_ROLES, Staff
from core.services.leaving import let_go
from core.store.staff import factors, sessions, staff
from core.store.staff.admin_log import by_command_line
from core.ticket import Role
from gateway.bootstrap import build_cases, build_store
from gateway.config import Settings, load_settings
from gateway.house import SystemClock
from gateway.web.staff.passwords import hash_password, one_time_password


@click.group(name="staff")
def command() -> None:
    """Who may sign in.

    \b
    Examples:
      arzi staff add bibi --name "Bibi Gul" --role administrator
      arzi staff list
      arzi staff password bibi
      arzi staff leave bibi
      arzi staff factors bibi --forget
    """


@command.command(name="add")
@click.argument("username")
@click.option("--name", required=True, help="The person's name.")
@click.option("--role", required=True, type=click.Choice([role.value for role in STAFF_ROLES]))
@click.option("--office", default=None, help="The office's code (arzi offices export); left out, the whole province.")
def add(username: str, name: str, role: str, office: str | None) -> None:
    """Add somebody, with a one-time password."""
    password, settings = one_time_password(), load_settings()
    store = build_store(settings)
    with store.write() as session:
        if office is not None:
            office = _office(settings, session, office)
        staff.add(session, username, name, Role(role), office, hash_password(password), SystemClock().now())
        _write_down(session, "add", username.casefold(), role=role, office=office)
    click.echo(f"{username} may sign in at /staff with the password {password} and must then choose another.")


@command.command(name="password")
@click.argument("username")
def password(username: str) -> None:
    """Give somebody a new one-time password; their sessions end."""
    new = one_time_password()
    store = build_store(load_settings())
    with store.write() as session:
        found = _found(session, username)
        staff.set_password(session, found.id, hash_password(new), must_change=True)
        _write_down(session, "password", found.username)
    click.echo(f"{username} may sign in with the password {new} and must then choose another.")


@command.command(name="leave")
@click.argument("username")
def leave(username: str) -> None:
    """Somebody left: they may not sign in any more, their sessions end, and their cases are their office's again."""
    settings = load_settings()
    store = build_store(settings)
    with store.write() as session:
        found = _found(session, username)
        staff.set_active(session, found.id, active=False)
        let_go(session, build_cases(settings), found.id, SystemClock().now())
        _write_down(session, "leave", found.username)
    click.echo(f"{username} may not sign in any more.")


@command.command(name="factors")
@click.argument("username")
@click.option("--forget", is_flag=True, help="They lost them: take all away, and end their sessions.")
def factors_(username: str, forget: bool) -> None:
    """Show somebody's second factors, or take them away."""
    store = build_store(load_settings())
    with store.write() as session:
        person = _found(session, username)
        if forget:
            factors.remove_all(session, person.id)
            sessions.end_others(session, person.id, None, SystemClock().now())
            _write_down(session, "forget factors", person.username)
            click.echo(f"{username} signs in with the password alone, and can add new ones at /staff/security.")
            return
        for row in factors.of(session, person.id):
            used = f"last used {row.used_at:%d/%m/%Y}" if row.used_at else "never used"
            click.echo(f"{row.kind}\t{row.name}\t{used}")


@command.command(name="identity")
@click.argument("username")
@click.option("--forget", is_flag=True, help="Let whoever comes next by that user name be this person.")
def identity(username: str, forget: bool) -> None:
    """Show who somebody is at the identity provider, or forget it."""
    store = build_store(load_settings())
    with store.write() as session:
        person = _found(session, username)
        if forget:
            staff.set_subject(session, person.id, None)
            _write_down(session, "forget identity", person.username)
    click.echo("forgotten" if forget else person.subject or "not known there yet")


def _office(settings: Settings, session: Session, code: str) -> str:
    try:
        return build_cases(settings).book.directory(session).by_code(code).code
    except NotFound:
        raise click.ClickException(f"there is no office {code}: arzi offices export lists their codes") from None


def _write_down(session: Session, what: str, about: str, **details: object) -> None:
    """For the audit: by whom of this machine."""
    by_command_line(session, what, about, SystemClock().now(), **details)


def _found(session: Session, username: str) -> Staff:
    person = staff.by_username(session, username)
    if person is None:
        raise click.ClickException(f"there is no {username}")
    return person


@command.command(name="list")
def list_() -> None:
    """Show everybody."""
    store = build_store(load_settings())
    with store.read() as session:
        for person in staff.everybody(session):
            state = "" if person.active else " (may not sign in)"
            click.echo(f"{person.username}\t{person.role}\t{person.office or 'province'}\t{person.name}{state}")
