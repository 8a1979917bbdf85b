"""Whose a row is, and which of its columns hold what a person is or says: what erasing takes, a backup seals by a key
of its owner (core.store.sealing.own_keys)."""

from dataclasses import dataclass

CASE, CONVERSATION, ENVELOPE, OUTBOX, MEDIA, CALL, BLOB, ADDRESS = (
    "case", "conversation", "envelope", "outbox", "media", "call", "blob", "address"
)  # fmt: skip
"""Kinds of owners. What is erased is remembered by the same (core.store.casework.erasures)."""


@dataclass(frozen=True, slots=True)
class Owned:
    """``owners``: kinds with the column that names the owner; the first that is given counts. Without its key a row
    comes back with its ``columns`` empty, or, where erasing deletes it (``gone``), not at all."""

    owners: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    gone: bool = False


def name(kind: str, one: object) -> str:
    """An owner's name."""
    return f"{kind}:{one}"


_CONVERSATION = ((CONVERSATION, "conversation_id"),)
_CASE = ((CASE, "ticket"),)

OWNED = {
    "conversations": Owned(((CONVERSATION, "id"),), ("person", "address", "fields", "subject")),
    "messages": Owned((*_CONVERSATION, (ENVELOPE, "envelope_id")), ("sender", "text", "full_text", "details")),
    "envelopes": Owned(((ENVELOPE, "id"),), ("person", "body", "facts", "reason")),
    "outbox": Owned((*_CONVERSATION, (OUTBOX, "id")), ("person", "message", "reason"), gone=True),
    "unfinished": Owned(_CONVERSATION, ("reason",)),
    "tickets": Owned(((CASE, "number"),), ("person", "address", "fields", "resolution")),
    "ticket_events": Owned(_CASE, ("words",)),
    "office_notices": Owned(_CASE, ("variables",)),
    "slips": Owned(_CASE, ("text",), gone=True),
    "ticket_keys": Owned(_CASE, ("blind",), gone=True),
    "ticket_persons": Owned(_CASE, ("person",), gone=True),
    "media": Owned(((MEDIA, "id"),), ("url", "filename", "reason")),
    "transcripts": Owned(((MEDIA, "media_id"),), ("heard", "reason"), gone=True),
    "helpline_tasks": Owned(_CONVERSATION, ("person", "details", "note")),
    "reply_drafts": Owned(_CONVERSATION, ("text",), gone=True),
    "calls": Owned(((CALL, "sid"),), ("person", "state")),
    "call_answers": Owned(((CALL, "sid"),), ("answer", "heard"), gone=True),
    "person_addresses": Owned(((ADDRESS, "id"),), ("address", "person", "reason"), gone=True),
    "letters": Owned(_CONVERSATION, ("filename", "note", "reason", "reread_problem")),
}

LEFT_OUT = ("ticket_search", "leases", "beats", "ticket_presence", "early_reports", "kept_forms", "backup_keys")
"""Tables of which a backup holds no rows: what is made anew, what means nothing afterwards, and the keys themselves."""

OTHERS = {
    "stopped": "that somebody wants no more messages outlives them",
    "flags": "a supervisor's finding is the office's",
    "shut_ways": "what a provider says of us",
    "saved_searches": "staff's own",
    "looks": "why staff looked: signed, and kept for auditors",
    "acts": "what administrators did: signed",
    "unusual": "of staff",
    "helpline_looks": "why staff looked",
    "staff_sessions": "of staff",
    "staff_factors": "of staff",
}
"""Tables with sealed columns that are of no case, and why."""
