"""Declarations: typed fields, the constructors and outputs made of them, and their plain description."""
