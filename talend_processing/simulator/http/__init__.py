"""The simulator's HTTP server: connections, validation of requests, routes and responses."""
