"""Tickets in the store: their histories, the commands on them, notices, offices, slips, erasing."""
