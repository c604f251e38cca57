"""Tables that people bring and take: CSV and XLSX, read and written row by row. Knows no list and no database."""
