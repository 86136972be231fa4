"""The connection to Pulumi's dynamic provider host, and all uses of private parts of Pulumi's SDK."""
