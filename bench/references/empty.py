"""An empty page: what a rerun costs when there is nothing on it."""
