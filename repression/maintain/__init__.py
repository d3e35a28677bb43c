"""What maintainers do: take in, take out, compare, check."""
