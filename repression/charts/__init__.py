"""How each kind of chart is drawn; `repression.figures` chooses among them."""
