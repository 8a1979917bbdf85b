"""Stand-ins for what is outside: a clock that stands still, a queue that remembers, a scripted engine."""
