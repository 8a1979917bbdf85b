"""``arzi replay``: what was set aside, shown and put back in line."""

import click

from core.store.road import envelopes
from gateway.bootstrap import build_queue, build_store
from gateway.config import load_settings


@click.command(name="replay")
@click.argument("ids", nargs=-1, type=int)
@click.option("--all", "every", is_flag=True, help="Put everything back in line.")
def command(ids: tuple[int, ...], every: bool) -> None:
    """Show what was set aside and why; put IDS (or all of it) back in line.

    \b
    Examples:
      arzi replay              what was set aside
      arzi replay 17 23        try these again
      arzi replay --all
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
    with store.write() as session:
        chosen: list[int | None] = [None] if every else list(ids)
        persons = sorted({person for one in chosen for person in envelopes.replay(session, one)})
    queue = build_queue(settings)
    for person in persons:
        queue.ingest(person)
    click.echo(f"back in line: {len(persons)} conversation(s)", err=True)
