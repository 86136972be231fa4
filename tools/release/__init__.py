"""Build and test a release, without the upload. See docs/releasing.md for the procedure."""
