"""The errors of the search for a `pulumi` and of its installation."""


class ToolchainError(Exception):
    """There is no usable `pulumi`. The message gives the reason and the remedy in one or two lines."""


class UnavailableError(ToolchainError):
    """One way to get a `pulumi` is not available here, so the next one is tried."""
