"""The store: tables, units of work, evidence by hash, migrations. SQLite by default, PostgreSQL by URL.

``open_store`` in engine.py opens it; every other module holds the functions for one table, given a session.
"""
