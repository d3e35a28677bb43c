"""Who is let in and how much anybody may ask for; knows nothing of the data."""
