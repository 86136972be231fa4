"""Kinds of resource as plain data, with check and diff. Nothing here imports Pulumi."""
