"""``arzi replay``: what was set aside, shown and put back in line."""

import click

from core.store.pipeline import envelopes
from core.store.staff.admin_log import by_command_line
from gateway.bootstrap import build_channels, build_queue, build_store
from gateway.config import load_settings
from gateway.house import SystemClock


@click.command(name="replay")
@click.argument("ids", nargs=-1, type=int)
@click.option("--all", "every", is_flag=True, help="Put everything back in line.")
@click.option("--dismiss", "why", metavar="WHY", help="Nothing more is to be done about IDS; they stay, with WHY.")
def command(ids: tuple[int, ...], every: bool, why: str | None) -> None:
    """Show what was set aside and why; put IDS (or all of it) back in line, or dismiss them.

    \b
    Examples:
      arzi replay              what was set aside
      arzi replay 17 23        try these again
      arzi replay --all
      arzi replay 17 --dismiss "a test of the provider's"
    """
    settings = load_settings()
    store = build_store(settings)
    if not ids and not every:
        with store.read() as session:
            rows = envelopes.set_aside_rows(session)
        for row in rows:
            reason = (row.reason or "").strip().splitlines()
            click.echo(f"{row.id}\t{row.channel}\t{row.received_at:%Y-%m-%d %H:%M}\t{reason[-1] if reason else ''}")
        click.echo(f"{len(rows)} set aside", err=True)
        return
    if why is not None:
        if every or not why.strip():
            raise click.UsageError("say which messages are dismissed, and why")
        with store.write() as session:
            gone = [one for one in ids if envelopes.dismiss(session, one, why.strip())]
            by_command_line(session, "dismiss", " ".join(map(str, gone)), SystemClock().now(), why=why.strip())
        click.echo(f"dismissed: {len(gone)} message(s)", err=True)
        return
    with store.write() as session:
        chosen: list[int | None] = [None] if every else list(ids)
        persons = sorted({person for one in chosen for person in envelopes.replay(session, one)})
        about = "all" if every else " ".join(map(str, ids))
        by_command_line(session, "replay", about, SystemClock().now(), conversations=len(persons))
    queue = build_queue(settings, build_channels(settings))
    for person in persons:
        queue.ingest(person)
    click.echo(f"back in line: {len(persons)} conversation(s)", err=True)
