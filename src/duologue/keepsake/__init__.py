"""What can be taken out of the jar: a book to print, a folder of Markdown, and one JSON file."""
