"""The in-memory DuckDB that questions are asked of."""
