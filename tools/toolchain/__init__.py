"""Finds or makes a `pulumi` that runs Python programs, dynamic resources and policy packs."""
