"""An exhibit in Streamlit: pages, address and widgets."""
