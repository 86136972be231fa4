"""The simulator's HTTP server: from a connection to the response of an operation."""
