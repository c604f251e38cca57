"""The demo's mailboxes: a real SMTP server that keeps what it gets, and pages that show it like a mail program."""
