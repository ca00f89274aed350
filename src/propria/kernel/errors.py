"""The five ways to say no. A code is API: `context.what_failed`; facts name what to do next."""

from typing import Any


class PropriaError(Exception):
    """A refusal with a stable code, a sentence for people, and facts for programs."""

    status = 500

    def __init__(self, code: str, sentence: str = "", **facts: Any) -> None:
        super().__init__(f"{code}: {sentence}" if sentence else code)
        self.code = code
        self.sentence = sentence
        self.facts = facts


class Malformed(PropriaError):
    """The words cannot be read at all."""

    status = 400


class Forbidden(PropriaError):
    """We know who you are, and this is not yours to do."""

    status = 403


class NotFound(PropriaError):
    """There is no such thing, or none that you may know of."""

    status = 404


class Refused(PropriaError):
    """A rule says no; the code names it."""

    status = 409


class Unverified(PropriaError):
    """A signature, proof or file does not check out."""

    status = 422
