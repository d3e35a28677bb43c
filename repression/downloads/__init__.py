"""An answer as a file: the formats there are, what each says of itself, and names that endanger nobody."""
