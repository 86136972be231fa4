"""How a run lives: an intent, an execution and its completion, so that nothing starts twice or is lost."""
