"""From a program to its state: match each resource with a live object and import the match."""
