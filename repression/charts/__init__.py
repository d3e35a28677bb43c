"""Answers as Plotly figures: one module for each family of charts; `figures` chooses among them."""
