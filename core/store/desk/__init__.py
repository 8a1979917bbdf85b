"""What the officer's desk reads and keeps: queues, search, who has a ticket open, saved searches, files, texts."""
