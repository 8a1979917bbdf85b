"""Files as people send them: what kind they are.

Pure functions without state or I/O.
"""
