"""Our own parts of Rasa's pipeline. They run inside Rasa (Python 3.10) and import core.text, which does too."""
