"""``arzi resend``: messages that were given up, sent again."""

from datetime import UTC, datetime, timedelta

import click

from core.ports import PAKISTAN
from core.store.pipeline import resending, ways
from core.store.staff.admin_log import by_command_line
from gateway.bootstrap import build_channels, build_queue, build_store
from gateway.config import load_settings


class Since(click.ParamType):  # type: ignore[type-arg]  # generic only in its types
    """``2h``, ``3d``, or a date and time by Pakistan's clock (2026-11-30, 2026-11-30T14:00)."""

    name = "since"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        written = str(value).strip()
        number, unit = written[:-1], written[-1:]
        if number.isdigit() and unit in "mhd":
            return datetime.now(UTC) - int(number) * {"m": timedelta(minutes=1), "h": timedelta(hours=1)}.get(
                unit, timedelta(days=1)
            )
        try:
            moment = datetime.fromisoformat(written)
        except ValueError:
            self.fail("should be 30m, 2h, 3d, or a time such as 2026-11-30T14:00", param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=PAKISTAN)


@click.command(name="resend")
@click.option("--channel", required=True, help="whatsapp, sms, email …")
@click.option("--since", required=True, type=Since(), help="How far back: 2h, 3d, 2026-11-30, 2026-11-30T14:00.")
@click.option("--code", help="Only what failed with this code of the provider's.")
@click.option("--dry-run", is_flag=True, help="Say what would be sent again.")
def command(channel: str, since: datetime, code: str | None, dry_run: bool) -> None:
    """Send again what could not be sent. What is shut for us is tried at once, too.

    Left as they are: calls, persons who asked for no more messages or were erased, and what was told on another way.

    \b
    Examples:
      arzi resend --channel whatsapp --since 2h --dry-run
      arzi resend --channel email --since 2026-11-29 --code 535
    """
    settings = load_settings()
    store = build_store(settings)
    with store.write() as session:
        found = resending.failed(session, channel, since, code)
        persons = [] if dry_run else resending.send_again(session, found.ids)
        if not dry_run:
            ways.try_now(session, datetime.now(UTC), channel)
            given = {"messages": len(found.ids), "since": since.isoformat(timespec="minutes"), "code": code}
            by_command_line(session, "resend", channel, datetime.now(UTC), **given)
    for one, ids in sorted(found.again.items()):
        click.echo(f"{one}\t{len(ids)}")
    for why, count in sorted(found.left.items()):
        click.echo(f"left: {why}\t{count}")
    queue = build_queue(settings, build_channels(settings))
    for person in persons:
        queue.deliver(person)
    what = "would be sent again" if dry_run else "back in line"
    click.echo(f"{what}: {len(found.ids)} message(s) by {channel}", err=True)
