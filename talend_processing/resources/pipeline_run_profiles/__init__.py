"""Run profiles of Pipeline Engines: one file per kind, and their common base."""
