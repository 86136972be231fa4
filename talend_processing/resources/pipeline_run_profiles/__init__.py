"""Run profiles of Pipeline Engines: one file per kind, and what they have in common."""
