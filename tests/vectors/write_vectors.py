"""`python -m tests.vectors.write_vectors [FOLDER]`: the vectors of `propria conformance`, the same bytes each time.

What is expected stands here and in problems.json: first written out from our own verifier, then read; the JavaScript verifier agrees.
"""

import json
import re
import sys
from dataclasses import replace
from pathlib import Path

from tests.rules.proofs.library import Library, mina_opens
from tests.rules.proofs.making import Passkey, software_key
from tests.vectors.bundles import (
    LATER,
    NEXT_KEY,
    absent,
    before_operators_were_shown,
    demo,
    ended,
    everything,
    named,
    operator_rotated,
    plain,
    revoked,
    revoked_since,
    rotated,
    stamped,
    tampered,
    tampered_endings,
    tampered_names,
    tampered_operators,
    tampered_stamps,
)

from propria.kernel.time import wire
from propria.proofs.canonical import from_b64, to_b64

FOLDER = Path(__file__).parents[2] / "vectors"
PROBLEMS = json.loads((Path(__file__).parent / "problems.json").read_text("utf-8"))
"""name → the problems that a verifier must name, in order, as [code, where]."""
COLOURS = {
    "everything": ("amber", "representative, withdrawal, names: a key of nobody attested"),
    "plain": ("green", "a witness and an attestor of the trust file stand behind it"),
    "demo": ("amber", "a demo log, not witnessed"),
    "absent": ("green", "nobody is listed under this name, others are; no statement is shown"),
    "stamped": (
        "amber",
        "no witness; one authority of the trust file stamped the head, one that it does not name too",
    ),
    "ended": ("green", "an openness was erased and a licence closed; their last states stand"),
    "revoked": ("green", "a key was taken out of use later: what it signed before stands"),
    "named": ("amber", "two people under one name; identity attested by the operator only"),
}
FALSE = {
    "checkpoint": ("false", "the log did not sign this head"),
    "index": ("false", "the entry is not at that place"),
    "proof": ("false", "the inclusion proof leads elsewhere"),
    "entry": ("false", "the entry is not the one that was logged"),
    "salt": ("false", "the entry commits to something else"),
    "words": ("false", "the words are not those that were signed and logged"),
    "signature": ("true", "the log is right, the key did not sign"),
    "swapped": ("false", "two statements trade places in the log"),
    "keys": ("true", "the key that signed is not shown"),
    "chain": ("false", "the subject's entries are not in their order"),
    "states": ("false", "the map commits to other states"),
    "continuation": ("false", "the log that the signer saw does not lead to this one"),
}
FALSE_OPERATORS = {
    "rotation-left-out": (
        "true",
        "the operator's key signed after another followed it, and the bundle leaves that out",
    ),
    "state": ("false", "the library's leaf is shown without the state of the replaced key"),
    "absence": ("false", "the library's leaf is said not to be there"),
}
FALSE_STAMPS = {
    "other-bytes": "the time stamp is over something else",
    "signature": "the authority did not sign this time stamp",
    "certificate": "the authority's certificate is not for stamping times",
    "early": "the log's own time is later than the stamp over it",
}
FALSE_ENDINGS = {
    "active": ("true", "what was erased is said to be in force: only what ended can be erased"),
    "raised": ("true", "the map says that what was erased is open again"),
    "other-target": ("true", "the erased thing is another than the one that was logged"),
    "statement": ("true", "the entry is that of a statement and ends nothing"),
    "other-subject": ("true", "the ending is of a subject that is not shown"),
}
FALSE_NAMES = {
    "absence": "somebody is listed, and is said not to be",
    "people": "two people are listed, and one is shown",
    "folding": "the leaf shown is that of another name",
    "other-leaf": "the leaf that stands in the absent name's place is left out",
    "absence-path": "the path to the absent name's place is cut short",
}


def key_name_twice(text):
    """The first passkey's COSE_Key with its key type written once more."""

    def again(found):
        cose = from_b64(found[1])
        return f'"public":"{to_b64(bytes([cose[0] + 1]) + cose[1:] + bytes([1, 2]))}"'

    return re.sub(r'"public":"(pQ[^"]*)"', again, text, count=1)


UNREADABLE = {
    "key-name-twice": ("a COSE_Key in which one name stands twice", key_name_twice),
    "spaced": ("a space more: the file has one spelling", lambda text: text.replace(":", ": ", 1)),
    "member-unknown": ("a member that the format does not have", lambda text: '{"a":1,' + text[1:]),
    "member-twice": (
        "one name twice in one object",
        lambda text: text.replace('"format":', '"format":"x","format":', 1),
    ),
    "cut": ("the file ends early", lambda text: text[:-1]),
    "other-format": (
        "a format that does not exist",
        lambda text: text.replace("propria-bundle/1", "propria-bundle/9"),
    ),
    "padded": ("base64url is written without padding", lambda text: text.replace('"salt":"', '"salt":"=', 1)),
}


def vectors():
    """name → (reason, bundle, trust, expected colour, expected problems, whether the log part is true)."""
    for make in (everything, plain, demo, named, absent, stamped, ended, revoked):
        library, bundle = make()
        colour, reason = COLOURS[make.__name__]
        yield f"sound-{make.__name__}", reason, bundle, library.trust(), colour, "true"
    library, bundle = plain("ES256")
    trust = library.trust()
    yield "sound-es256", "passkeys on P-256", bundle, trust, "green", "true"
    yield "trust-one-machine", "one party runs all", bundle, library.trust(one_machine=True), "amber", "true"
    yield from rotations()
    yield from operators()
    alone = library.trust(witnesses=(), attestors=())
    yield (
        "trust-nobody",
        "identity is attested by somebody whom your trust file does not name: no word for you, and no falsehood",
        bundle,
        alone,
        "amber",
        "true",
    )
    stranger = Library("elsewhere.example").trust()
    yield "trust-another-log", "your trust file does not name this log", bundle, stranger, "red", "false"
    for name, bad in tampered(bundle).items():
        log, reason = FALSE[name]
        yield f"false-{name}", reason, bad, trust, "red", log
    for name, (library, bad) in tampered_names().items():
        log = "true" if name == "folding" else "false"
        yield f"false-name-{name}", FALSE_NAMES[name], bad, library.trust(), "red", log
    library, bad = revoked_since()
    reason = "the revocation reaches back, by `since`, to an entry before it: what the key signed from there on is void"
    yield "false-revoked-since", reason, bad, library.trust(), "red", "true"
    for name, (library, bad) in tampered_endings().items():
        log, reason = FALSE_ENDINGS[name]
        yield f"false-ending-{name}", reason, bad, library.trust(), "red", log
    for name, (library, bad) in tampered_stamps().items():
        yield f"false-timestamp-{name}", FALSE_STAMPS[name], bad, library.trust(), "red", "true"
    for name, reason, bad in ceremonies(bundle):
        yield f"ceremony-{name}", reason, bad, trust, "red", "true"


def rotations():
    """The log's key was rotated between the trust file and the bundle."""
    _, bundle, before = rotated()
    reason = "another key signs the head: the one in the trust file signed it as the next"
    yield "sound-rotated", reason, bundle, before, "green", "true"
    after = replace(before, logs=(replace(before.logs[0], key=NEXT_KEY.key()),))
    yield "sound-rotated-known", "the trust file has the next key already", bundle, after, "green", "true"
    _, bundle, before = rotated(by=NEXT_KEY)
    reason = "the next key names itself; the one in the trust file signed nothing of it"
    yield "false-rotation-signer", reason, bundle, before, "red", "false"
    _, bundle, before = rotated(origin="elsewhere.example")
    yield "false-rotation-origin", "the note is of another log's key", bundle, before, "red", "false"


def operators():
    """The key of the operator's statements was rotated; the trust file has the one from before, or the next one."""
    library, bundle, before = operator_rotated()
    reason = (
        "the operator's key was followed by another, in words of both: what each signed in its time counts"
    )
    yield "sound-operator-rotated", reason, bundle, before, "amber", "true"
    known = "the same, and the trust file has the next key only"
    yield "sound-operator-rotated-known", known, bundle, library.trust(), "amber", "true"
    for name, trust in zip(("", "-known"), operator_trusts(), strict=True):
        _, late, _ = operator_rotated(late=True)
        reason = "the operator's old key signed once more after it was followed"
        yield f"false-operator-key-ended{name}", reason, late, trust, "red", "true"
    for name, (_, bad, trust) in tampered_operators().items():
        log, reason = FALSE_OPERATORS[name]
        yield f"false-operator-{name}", reason, bad, trust, "red", log
    library, bundle = before_operators_were_shown()
    reason = "the operator's key took another out of use; what became of that key itself is not shown, as in old bundles"
    yield "sound-operator-not-shown", reason, bundle, library.trust(), "amber", "true"
    stranger = software_key(914)
    _, led, before = operator_rotated(led_by=[stranger])
    reason = "a key that the trust file does not name says that it follows; nobody is led by it"
    yield "false-operator-rotation-signer", reason, led, before, "red", "true"


def operator_trusts():
    """The trust file before the rotation, and after it."""
    library, _, before = operator_rotated()
    return before, library.trust()


def ceremonies(bundle):
    """Assertions over the right digest, made in the wrong way."""
    first, *rest = bundle.envelopes
    digest = first.unverified.unverified_words().digest()
    _, passkey = mina_opens(algorithm="ES256")
    sign_in = Passkey(1, rp_id="library.example", origin="https://library.example")
    made = {
        "sign-in-replayed": ("a sign-in signed this digest", sign_in.assert_digest(digest)),
        "user-not-verified": ("nobody was verified", passkey.assert_digest(digest, 0b11001)),
        "user-not-present": ("nobody touched it", passkey.assert_digest(digest, 0b11100)),
        "embedded": (
            "signed inside another page",
            passkey.assert_digest(digest, client={"crossOrigin": True}),
        ),
        "registration": (
            "no assertion but a registration",
            passkey.assert_digest(digest, client={"type": "webauthn.create"}),
        ),
    }
    for name, (reason, signature) in made.items():
        envelope = replace(first, unverified=replace(first.unverified, signature=signature))
        yield name, reason, replace(bundle, envelopes=(envelope, *rest))


def files():
    """name → the vector."""
    for name, reason, bundle, trust, colour, log in vectors():
        problems = [{"code": code, "where": where} for code, where in PROBLEMS.get(name, [])]
        expected = {"colour": colour, "problems": problems, "log": log}
        yield name, _vector(name, reason, bundle.to_bytes().decode(), trust, expected)
    library, bundle = plain("ES256")
    text = bundle.to_bytes().decode()
    for name, (reason, spoil) in UNREADABLE.items():
        log = "true" if name in ("spaced", "member-unknown", "member-twice", "key-name-twice") else "false"
        expected = {"colour": "unreadable", "problems": [], "log": log}
        yield (
            f"unreadable-{name}",
            _vector(f"unreadable-{name}", reason, spoil(text), library.trust(), expected),
        )


def _vector(name, reason, bundle, trust, expected):
    asked = {"bundle": bundle, "trust": trust.to_bytes().decode(), "now": wire(LATER)}
    return {"name": name, "reason": reason, "input": asked, "expected": expected}


def as_text(vector):
    """The file."""
    return json.dumps(vector, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write(folder):
    """Write every vector."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, vector in files():
        (folder / f"{name}.json").write_text(as_text(vector), "utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
