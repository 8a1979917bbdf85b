"""Backup and restore: the database first, then the evidence, so that what a row names is there.

    database.py  SQLite by VACUUM INTO, PostgreSQL by pg_dump and pg_restore
    evidence.py  blobs, those that are not in the backup yet
    folder.py    what a backup consists of, and its manifest

Sealed stays sealed: a backup is worth nothing without ``ARZI_PRIVACY__KEY``, which is not in it.
"""  # fmt: skip
