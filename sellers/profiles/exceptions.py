"""Refusals of this room."""

from hub.common.exceptions import HubError


class WordsRefused(HubError):
    """A brand rule stops what was typed. `details["fields"]` says which words of which field and why."""

    code = "words_refused"
