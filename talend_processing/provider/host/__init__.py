"""Everything that touches Pulumi's dynamic provider host or the internals of its SDK."""
