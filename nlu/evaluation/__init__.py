"""How well texts are understood, beside what others would do with the same data: ``make eval-nlu``.

Runs with the assistant's own Python (Rasa's), because the model is asked as Rasa asks it.
"""
