"""Remote Engines, Pipeline Engines and clusters."""
