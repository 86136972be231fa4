"""The connection to Pulumi's dynamic provider host, and uses of the internals of Pulumi's SDK."""
