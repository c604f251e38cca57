"""Small vocabularies of the company."""

from django.db import models


class Typeface(models.TextChoices):
    """What headings are set in; always from the reader's own machine, so that nothing is fetched from elsewhere."""

    BOOK = "book", "Book: a warm serif, like a printed letter"
    PLAIN = "plain", "Plain: the sans serif of the reader's own phone"
    ROUND = "round", "Humanist: an open, friendly sans serif"
    CLASSIC = "classic", "Classic: narrow, high-contrast capitals"


class Manner(models.TextChoices):
    """How letters of a shop address its customers. Languages without such a difference greet the same way in both."""

    WARM = "warm", "By first name, as among people who know each other"
    FORMAL = "formal", "Politely, as to somebody one has just met"


# What a browser tries in turn; names with blanks in single quotes, because they stand in style attributes too.
STACKS = {
    Typeface.BOOK: "'Iowan Old Style', 'Palatino Linotype', Palatino, 'URW Palladio L', P052, 'Book Antiqua', Georgia, serif",
    Typeface.PLAIN: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', Arial, sans-serif",
    Typeface.ROUND: "Seravek, 'Gill Sans Nova', 'Gill Sans', Ubuntu, Calibri, 'DejaVu Sans', source-sans-pro, sans-serif",
    Typeface.CLASSIC: "Didot, 'Bodoni MT', 'Noto Serif Display', 'URW Palladio L', P052, Sylfaen, Georgia, serif",
}
# The same for mails: fewer names, since each stands beside every heading.
MAIL_STACKS = {
    Typeface.BOOK: "Georgia,'Times New Roman',serif",
    Typeface.PLAIN: "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif",
    Typeface.ROUND: "'Gill Sans',Calibri,'Trebuchet MS',sans-serif",
    Typeface.CLASSIC: "Didot,'Bodoni MT',Georgia,serif",
}
