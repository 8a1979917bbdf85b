"""The domain: complaints, conversations, tickets. Knows nothing of Flask, Twilio, Rasa, Redis or config files."""
