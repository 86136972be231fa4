"""Find or build a `pulumi` that runs Python programs, dynamic resources and policy packs."""
