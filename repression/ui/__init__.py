"""The user interface in Streamlit: exhibits, layout, widgets, and the address that holds their state."""
