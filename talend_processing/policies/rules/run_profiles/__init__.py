"""Policies for run profiles."""
