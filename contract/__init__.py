"""The contract of the API: one description that the client and the simulator are both checked against.

For this project's tests and benchmarks; it is not part of the installed package.
"""

from contract.check import ContractViolation, Exchange, check_answer, check_exchange, check_request
from contract.document import Operation, document, operation_at, operations, reference_operations
from contract.transport import ContractTransport

__all__ = [
    "ContractTransport",
    "ContractViolation",
    "Exchange",
    "Operation",
    "check_answer",
    "check_exchange",
    "check_request",
    "document",
    "operation_at",
    "operations",
    "reference_operations",
]
