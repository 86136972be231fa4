"""The path of a call: rate limit, token, request, retries, response."""
