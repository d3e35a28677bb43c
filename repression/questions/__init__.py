"""What can be asked: filters, selections, questions and their answers."""
