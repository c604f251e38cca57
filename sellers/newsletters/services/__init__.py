"""Every change of a letter's state, one flow a file."""
