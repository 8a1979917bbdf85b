"""What comes in and goes out, as rows: envelopes, conversations, the outbox, leases, bookmarks, signs of life."""
