"""The simulator over HTTP: Twilio's API for the gateway, the page for people, a small API for page and tests."""
