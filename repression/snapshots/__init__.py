"""What is published: dated CSV files, their descriptors, their schema, and how they are read and written."""
