"""Questions: filters, selections, and the answers that the database gives."""
