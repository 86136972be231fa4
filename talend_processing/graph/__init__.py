"""The topology of a stack or of an account, as a tree, a Mermaid diagram or an SVG picture."""
