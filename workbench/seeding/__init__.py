"""Tickets made up by the thousand, so that pages, searches and sums can be tried and measured at the size of a country.

governments.py says in which proportions, desks.py at which offices, words.py in which words; lives.py plays each
ticket's life through core.casework, and run.py does it in several processes and hands the rows to core.store.bulk.
"""
