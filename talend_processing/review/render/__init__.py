"""A review as Markdown, SARIF, JSON or text for a terminal."""
