"""An httpx transport that rejects requests and responses outside the contract."""

from collections import Counter

import httpx

from contract.check import check_request, check_response

_CONTROL = "/_simulator/"  # the simulator's control routes are not part of the API


class ContractTransport(httpx.BaseTransport):
    """Checks each request before it is sent and each response before it is returned.

    `invalid_requests` and `faulty_responses` disable a check for tests that violate the contract on purpose.
    `seen` counts the calls of each operation.
    """

    def __init__(
        self, inner: httpx.BaseTransport, *, invalid_requests: bool = False, faulty_responses: bool = False
    ) -> None:
        self.inner = inner
        self.invalid_requests = invalid_requests
        self.faulty_responses = faulty_responses
        self.seen: Counter[str] = Counter()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Check a request, send it, and check the response."""
        method, path = request.method, request.url.raw_path.partition(b"?")[0].decode("ascii")
        if path.startswith(_CONTROL):
            return self.inner.handle_request(request)
        if not self.invalid_requests:
            query = request.url.query.decode("ascii")
            body = request.read()
            self.seen[check_request(method, path, query=query, headers=request.headers, body=body).id] += 1
        response = self.inner.handle_request(request)
        if not self.faulty_responses:
            body = response.read()
            check_response(method, path, response.status_code, headers=response.headers, body=body)
        return response

    def close(self) -> None:
        """Close the inner transport."""
        self.inner.close()
