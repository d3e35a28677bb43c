"""The usual idiom: pandas, one plotly express chart, one table, one select box."""

from pathlib import Path

import pandas as pd
import plotly.express as px
import streamlit as st


@st.cache_data
def load() -> pd.DataFrame:
    return pd.read_csv(Path(__file__).parents[2] / "tests" / "data" / "people" / "2023-02-10.csv")


people = load()
penalty = st.selectbox("Penalty", ["All", *sorted(people["penalty"].dropna().unique())], key="penalty")
chosen = people if penalty == "All" else people[people["penalty"] == penalty]
st.title("Sentences")
st.plotly_chart(px.histogram(chosen, x="sentence_months", nbins=40, title="Length of sentences"))
st.dataframe(chosen)
