"""The steps of a call: token, rate limit, request, response, retries."""
