"""Policies for Remote Engines and clusters."""
