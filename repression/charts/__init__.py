"""How each kind of chart is drawn; `repression.charts.figures` chooses among them."""
