"""What can be read out of a text by itself: its language, numbers, dates, places, names and signs of danger.

Pure functions without state or I/O, apart from the reference tables that are read once on first use. Everything
here also runs inside Rasa: Python 3.10, standard library, rapidfuzz, phonenumbers and python-stdnum only.
"""
