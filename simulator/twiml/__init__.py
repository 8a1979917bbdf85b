"""A caller that follows TwiML to the letter: what Twilio does with our answers, without Twilio.

``StrictCaller`` is one telephone call. It fetches documents with a function that it is given, so that it runs against a
test client, a server, or nothing but a table of answers. Whatever Twilio would not take is an error::

    caller = StrictCaller.inbound(fetch, "https://arzi.example/in/ivr", sender="+923001234567", called="+92915550000")
    caller.start()
    caller.press("1")
    assert "district" in caller.heard()
"""

from simulator.twiml.call import Call, Sound
from simulator.twiml.caller import Answer, CallBroken, Fetch, StrictCaller
from simulator.twiml.document import TwimlInvalid, Verb, parse

__all__ = ["Answer", "Call", "CallBroken", "Fetch", "Sound", "StrictCaller", "TwimlInvalid", "Verb", "parse"]
