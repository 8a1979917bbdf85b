"""Training data as programs see it: reading it, and growing spelling variants. Python 3.10: Rasa imports it."""
