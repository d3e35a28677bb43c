"""The maintainers' page: a Streamlit page on this machine alone, which the public server does not have."""
