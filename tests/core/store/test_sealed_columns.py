"""Every column that can hold words is sealed, or stands here because it says nothing of a person: ids, codes, states,
hashes, what is public (offices, texts of answers), and what staff are called. A new column fails until it is one or the
other.
"""

from sqlalchemy import JSON, Text

from core.store.all_tables import Base
from core.store.sealing.sealed import SealedBytes, SealedJson, SealedText

CLEAR = {
    "acts": "what about",
    "beats": "name kind trouble",
    "blobs_to_erase": "sha256",
    "backup_keys": "owner",
    "bookmarks": "name value",
    "calls": "sid language conversation_id",
    "case_openings": "key ticket proof",
    "calendars": "content",
    "choices": "name value",
    "conversations": "id channel language asking state",
    "early_reports": "channel provider_id",
    "envelopes": "channel provider_id blob state",
    "erasures": "kind name",
    "heads": "body signature key peaks",
    "kept_forms": "name",
    "leases": "token",
    "letter_layouts": "key pages boxes",
    "letter_progress": "key",
    "looks": "what thing ticket",
    "open_days": "day",
    "open_files": "day name sha256",
    "open_records": "day id parent place kind department body",
    "offices": "code kind department tier name name_ur province division district tehsil parent numbers",
    "outbox": "cause channel conversation_id message_id state provider_id code",
    "reply_templates": "key language title text",
    "shut_ways": "part channel code",
    "staff": "username name role office password_hash stamp subject",
    "staff_factors": "kind name credential",
    "staff_sessions": "key stamp how factor",
    "stopped": "channel",
    "sum_changes": "difference",
    "sums": "node dim key",
    "unusual": "kind day looked_by",
    "wrong_proofs": "key",
    "call_answers": "sid",
    "heads_sent": "way receipt",
    "helpline_tasks": "kind why open_key cause conversation_id ticket state outcome",
    "media": "conversation_id media_type sha256 state",
    "messages": "conversation_id channel provider_id language automatic judged",
    "person_addresses": "proven",
    "posts": "office title status holder user",
    "proof_tries": "ticket",
    "reply_drafts": "conversation_id",
    "saved_searches": "name",
    "ticket_presence": "ticket",
    "tickets": (
        "number conversation_id last_hash category district channel language state owner severity "
        "rejection_reason rejection_asked_by merged_into confirmation against_person"
    ),
    "unfinished": "conversation_id ended_by outcome",
    "alarms": "ticket",
    "flags": "ticket kind by looked_by",
    "letters": "conversation_id layout_key state duplicate_of reread_in",
    "office_notices": "cause ticket kind seen_by",
    "slips": "cause ticket kind language printed_by posted_by",
    "ticket_events": "ticket kind actor data prev_hash hash",
    "ticket_keys": "ticket kind blind",
    "ticket_persons": "ticket",
    "ticket_steps": "ticket step",
    "transcripts": "state",
}


def test_what_is_not_sealed_is_known() -> None:
    found = {}
    for table in Base.metadata.sorted_tables:
        words = [one for one in table.columns if isinstance(one.type, Text | JSON)]
        clear = [one.name for one in words if not isinstance(one.type, SealedText | SealedJson | SealedBytes)]
        if clear:
            found[table.name] = " ".join(clear)
    assert found == CLEAR
