"""Sending a call: rate limit, token, request, retries, response."""
