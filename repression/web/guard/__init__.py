"""Access rules and limits of the server; this package knows nothing of the data."""
