"""The main road's rows: envelopes, conversations, the outbox, leases, bookmarks, signs of life."""
