"""The documentation site: hooks of mkdocs, diagrams and pictures."""
