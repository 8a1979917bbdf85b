"""Suspicious closings of a subject: how many of each kind wait for a supervisor, and the newest of them."""

from collections.abc import Collection
from datetime import datetime
from functools import lru_cache

from flask import url_for
from flask_babel import gettext

from core.casework.flags import FlagKind
from core.dashboards.subject import Subject, head_of
from core.dashboards.sums import begin_of
from core.offices.directory import Directory
from core.store.casework import flags
from gateway.web.dashboards.labels import office_name
from gateway.web.dashboards.report import Column, Kind, Row, Table
from gateway.web.dashboards.requested import Asked
from gateway.web.shared.labels import FLAGS

NEWEST = 200


def office_ids(asked: Asked) -> Collection[int] | None:
    """The offices of a subject; None: all."""
    return _office_ids(asked.directory, asked.subject)


@lru_cache(64)
def _office_ids(directory: Directory, subject: Subject) -> Collection[int] | None:
    """Kept: they are looked for among all that there are."""
    if subject.office is not None:
        return [one.id for one in directory.under(subject.office)]
    head = head_of(directory, subject.area)
    offices = directory.under(head) if head is not None else directory
    if subject.department:
        return [one.id for one in offices if one.department == subject.department]
    return [one.id for one in offices] if head is not None else None


def table(asked: Asked) -> Table:
    """By kind."""
    counts = flags.counts(asked.session, office_ids(asked), _since(asked))
    columns = [
        Column("kind", gettext("What was seen"), Kind.TEXT),
        Column("waiting", gettext("Not looked at yet")),
        Column("offices", gettext("Offices")),
    ]
    href = url_for("dashboards.closings", **asked.address)
    rows = [Row((str(FLAGS[kind]), *counts.get(kind, (0, 0))), href) for kind in FlagKind]
    note = gettext("A flag accuses nobody: it says where a supervisor should look.")
    return Table("suspicious", gettext("Suspicious closings"), columns, rows, note)


def _since(asked: Asked) -> datetime | None:
    return begin_of(asked.since) if asked.since is not None else None


def newest(asked: Asked) -> Table:
    """The newest ones, one by one."""
    columns = [
        Column("ticket", gettext("Ticket"), Kind.TEXT),
        Column("kind", gettext("What was seen"), Kind.TEXT),
        Column("office", gettext("Office"), Kind.TEXT),
        Column("count", gettext("How many")),
        Column("of", gettext("Of")),
        Column("seen", gettext("Seen on"), Kind.TEXT),
    ]
    ids = office_ids(asked)
    rows = [
        Row(
            (
                flag.ticket,
                str(FLAGS[flag.kind]),
                office_name(asked.directory.get(flag.office_id)),
                flag.count,
                flag.of or None,
                flag.seen_at.date().isoformat(),
            ),
            url_for("desk.ticket", number=flag.ticket),
        )
        for flag in flags.waiting(asked.session, None if ids is None else list(ids), NEWEST, _since(asked))
        if flag.ticket not in asked.about_me
    ]
    return Table("closings", gettext("The newest ones"), columns, rows)
