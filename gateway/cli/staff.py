"""``arzi staff``: who may sign in. The first administrator is made here."""

import click

from core.staff import STAFF_ROLES
from core.store.people import staff
from core.ticket import Role
from gateway.bootstrap import build_store
from gateway.config import load_settings
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
    """


@command.command(name="add")
@click.argument("username")
@click.option("--name", required=True, help="The person's name.")
@click.option("--role", required=True, type=click.Choice([role.value for role in STAFF_ROLES]))
@click.option("--office", default=None, help="The office's code (arzi offices export); left out, the whole province.")
def add(username: str, name: str, role: str, office: str | None) -> None:
    """Add somebody, with a one-time password."""
    password = one_time_password()
    store = build_store(load_settings())
    with store.write() as session:
        staff.add(session, username, name, Role(role), office, hash_password(password), SystemClock().now())
    click.echo(f"{username} may sign in at /staff with the password {password} and must then choose another.")


@command.command(name="password")
@click.argument("username")
def password(username: str) -> None:
    """Give somebody a new one-time password; their sessions end."""
    new = one_time_password()
    store = build_store(load_settings())
    with store.write() as session:
        found = staff.by_username(session, username)
        if found is None:
            raise click.ClickException(f"there is no {username}")
        staff.set_password(session, found.id, hash_password(new), must_change=True)
    click.echo(f"{username} may sign in with the password {new} and must then choose another.")


@command.command(name="leave")
@click.argument("username")
def leave(username: str) -> None:
    """Somebody left: they may not sign in any more, and their sessions end."""
    store = build_store(load_settings())
    with store.write() as session:
        found = staff.by_username(session, username)
        if found is None:
            raise click.ClickException(f"there is no {username}")
        staff.set_active(session, found.id, active=False)
    click.echo(f"{username} may not sign in any more.")


@command.command(name="list")
def list_() -> None:
    """Show everybody."""
    store = build_store(load_settings())
    with store.read() as session:
        for person in staff.everybody(session):
            state = "" if person.active else " (may not sign in)"
            click.echo(f"{person.username}\t{person.role}\t{person.office or 'province'}\t{person.name}{state}")
