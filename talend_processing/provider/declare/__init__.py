"""Declarations of resources: typed fields become a constructor, outputs and a `ResourceSpec`."""
