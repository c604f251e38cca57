"""Changes that follow from what comes back, one flow a file."""
