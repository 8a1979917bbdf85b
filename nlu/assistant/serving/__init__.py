"""How Rasa serves Arzi: our input channel, the turn, the voice, and stores that do not pretend. Python 3.10."""
