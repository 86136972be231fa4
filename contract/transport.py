"""An httpx transport that lets nothing pass that is outside the contract."""

from collections import Counter

import httpx

from contract.check import check_answer, check_request

_CONTROL = "/_simulator/"  # the simulator's own routes are no part of the API


class ContractTransport(httpx.BaseTransport):
    """Checks each request before it is sent and each answer before it is handed on.

    `invalid_requests` and `faulty_answers` tell that a test sends or gets something wrong on purpose.
    `seen` counts the operations that were called.
    """

    def __init__(
        self, inner: httpx.BaseTransport, *, invalid_requests: bool = False, faulty_answers: bool = False
    ) -> None:
        self.inner = inner
        self.invalid_requests = invalid_requests
        self.faulty_answers = faulty_answers
        self.seen: Counter[str] = Counter()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Check, send, check."""
        method, path = request.method, request.url.raw_path.partition(b"?")[0].decode("ascii")
        if path.startswith(_CONTROL):
            return self.inner.handle_request(request)
        if not self.invalid_requests:
            query = request.url.query.decode("ascii")
            body = request.read()
            self.seen[check_request(method, path, query=query, headers=request.headers, body=body).id] += 1
        response = self.inner.handle_request(request)
        if not self.faulty_answers:
            body = response.read()
            check_answer(method, path, response.status_code, headers=response.headers, body=body)
        return response

    def close(self) -> None:
        """Close the transport that does the work."""
        self.inner.close()
