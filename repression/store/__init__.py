"""An object store that holds the data for many servers, one edition at a time."""
