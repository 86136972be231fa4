"""Run profiles of every kind of runtime."""
