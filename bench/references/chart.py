"""A bare page with one Plotly chart."""

import plotly.express as px
import streamlit as st

st.title("Figures")
st.write("One chart of Plotly, and nothing else.")
st.plotly_chart(px.bar(x=list(range(1, 13)), y=[3, 4, 6, 9, 13, 17, 18, 17, 14, 9, 6, 4]))
