"""The helpline's calls: steps.py answers each request, effects.py does what a step asks of the house."""
