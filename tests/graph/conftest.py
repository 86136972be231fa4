"""An account, and a stack in it."""

from lifecycle_stack import simulator, stack

__all__ = ["simulator", "stack"]
