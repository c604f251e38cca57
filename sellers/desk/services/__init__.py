"""Changes of the desk, one flow a file."""
