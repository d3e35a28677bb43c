"""The HTTP server around the dashboard: files, pictures, citations, error responses and access rules."""
