"""What a page shows, as data and as HTML parts: known neither to Streamlit nor to HTTP; `ui/` and `web/` show it."""
