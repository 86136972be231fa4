"""Builds a release and tries it, up to the upload. The procedure is docs/releasing.md."""
