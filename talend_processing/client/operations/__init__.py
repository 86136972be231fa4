"""The operations of the API, one module per noun; `table` has them all."""
