"""The store: tables, units of work, evidence by hash, migrations. SQLite by default, PostgreSQL by URL.

    engine.py     opens it (``open_store``); writers.py lets writers share a commit and wait
    base.py       what every table has; the tables are in each folder's tables, all of them by all_tables.py
    pipeline/     envelopes, conversations, the outbox, leases, bookmarks, signs of life
    casework/     tickets and their histories, commands, notices, offices, slips, erasing
    desk/         queues, search, presence, saved searches, files and texts of the officer's desk
    mailroom/     letters                     helpline/   calls, recordings, the helpline's tasks
    evidence/     blobs and attachments       sealing/    personal data at rest
    dashboards/   running sums              staff/      staff, and what administrators did
    migrations/   Alembic

Every module but the engine holds functions on rows, given a session.
"""  # fmt: skip
