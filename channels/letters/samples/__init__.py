"""Letters of our own writing, rendered with real fonts and worn down in steps, to measure reading with."""
