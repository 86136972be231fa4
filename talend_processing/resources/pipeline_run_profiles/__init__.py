"""Run profiles of Pipeline Engines, one type per file, and their base class."""
