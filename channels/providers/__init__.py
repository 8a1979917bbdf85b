"""Providers that several channels share: one account, one signature, one REST API."""
