"""The contract of the API: an OpenAPI description that both the client and the simulator are checked against.

It serves this project's tests, benchmarks and documentation, and is not part of the installed package.
"""

from contract.check import ContractViolation, Exchange, check_exchange, check_request, check_response
from contract.document import Operation, document, operation_at, operations, reference_operations
from contract.transport import ContractTransport

__all__ = [
    "ContractTransport",
    "ContractViolation",
    "Exchange",
    "Operation",
    "check_exchange",
    "check_request",
    "check_response",
    "document",
    "operation_at",
    "operations",
    "reference_operations",
]
