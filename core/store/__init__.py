"""The store: tables, units of work, evidence by hash, migrations. SQLite by default, PostgreSQL by URL.

    engine.py     opens it (``open_store``); together.py and turnstile.py let writers share and wait
    tables.py     the main road's tables; those of a room are in its own ``…_tables.py``, all of them by all_tables.py
    road/         envelopes, conversations, the outbox, leases, bookmarks, signs of life
    casework/     tickets and their histories, commands, notices, offices, slips, erasing
    desk/         queues, search, presence, saved searches, files and texts of the officer's desk
    mailroom/     letters                     voice/      calls, recordings, the helpline's tasks
    evidence/     blobs and attachments       sealing/    personal data at rest
    figures/      running sums                people/     staff, and what administrators did
    migrations/   Alembic

Every module but the engine holds functions on rows, given a session.
"""  # fmt: skip
