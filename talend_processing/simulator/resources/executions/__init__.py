"""Executions of tasks, plans and promotions."""
