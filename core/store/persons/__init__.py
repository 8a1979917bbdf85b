"""Persons and their addresses.

tables.py the rows; addresses.py resolves, joins and splits; moving.py takes what was told from one person to another.
"""
