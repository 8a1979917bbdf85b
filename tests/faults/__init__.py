"""What went wrong with others' systems, and what hostile people send: a named test for each that no room has already.

docs/reliability.md names the test of every fault; test_table.py holds it to what there is.
"""
