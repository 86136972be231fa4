"""What a kind of resource is, as plain data: properties, address, values. Nothing here imports Pulumi."""
