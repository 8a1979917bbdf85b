"""Stand-ins for what is outside: a clock that stands still, a queue that remembers, a channel and an engine on strings."""
