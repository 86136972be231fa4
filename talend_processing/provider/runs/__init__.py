"""Runs of tasks, plans and promotions. State records each step, so that no run is started twice or lost."""
