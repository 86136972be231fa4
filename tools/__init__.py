"""Tools of the repository: generators for the documentation, its site, and the toolchain."""
