"""What goes wrong while a `pulumi` is looked for or made."""


class ToolchainError(Exception):
    """No usable `pulumi`: the text says why and what to do, in one or two lines."""


class UnavailableError(ToolchainError):
    """One way of getting a `pulumi` is not open here, so the next one is tried."""
