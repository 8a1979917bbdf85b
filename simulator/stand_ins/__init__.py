"""Stand-ins for providers' APIs beside Twilio's, a module each, of the provider's name.

Each has ``create(settings)``: a Flask blueprint, or None where its channel is off. It is mounted at /simulator/NAME, is
for this machine only, and is where the channel finds its provider while the simulator is on (gateway.bootstrap).
"""
