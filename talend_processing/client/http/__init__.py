"""The steps of a call: rate limit, token, request, retries, response."""
