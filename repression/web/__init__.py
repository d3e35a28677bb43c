"""What the server answers beside the dashboard: files, pictures, citations, and refusals; and who is let in."""
