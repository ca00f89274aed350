"""Bundles, sound and falsified, that every verifier must judge alike; all from fixed seeds."""

import hashlib
from dataclasses import replace
from datetime import timedelta

from tests.rules.proofs.library import LICENCE, Library, mina_opens
from tests.rules.proofs.making import MINA, NOW, Passkey, seed, software_key, statement
from tests.stamping import Stamping

from propria.proofs.bundles import build_bundle
from propria.proofs.envelopes import sign_with_ed25519
from propria.proofs.leaves import NamedPerson, NameLeaf
from propria.proofs.notes import NoteSigner, note_text
from propria.proofs.operator_state import key_thing, library_subject
from propria.proofs.rotations import rotation_text

LATER = NOW + timedelta(hours=1)


def everything(algorithm="ES256"):
    """A bundle with all parts: two subjects, names, a representative, a withdrawal, an operator's word."""
    library, passkey = mina_opens(algorithm=algorithm)
    rafael, his_subject = Passkey(50), "sub_" + "r" * 52
    body = {"key": rafael.key.to_json(), "route": "own device"}
    library.append(rafael.sign(statement(40, type="key.bound", subject=his_subject, body=body)), rafael.key)
    library.append(rafael.sign(statement(41, as_of=library.seen)), rafael.key)
    withdrawal = statement(42, type="licence.withdrawn", body={"target": LICENCE, "why": ["改变主意", None]})
    library.append(passkey.sign(withdrawal), passkey.key, states={LICENCE: "withdrawn"})
    signed = sign_with_ed25519(statement(43), library.operator, key=library.operator_key)
    library.append(signed, library.operator_key)
    library.names["米娜·霍尔丹"] = NameLeaf((NamedPerson("prf_1", isni="0000000121032683"),))
    subjects = tuple(library.leaves)
    at = library.checkpoint()
    return library, library.bundle(at, subjects=subjects, name="张三", timestamps=[b"token"])


def plain(algorithm="EdDSA"):
    library, _ = mina_opens(algorithm=algorithm)
    return library, library.bundle(library.checkpoint())


def demo():
    library = Library("demo.library.example")
    private, key = software_key(200, "demo")
    body = {"key": key.to_json(), "route": "demo"}
    library.append(sign_with_ed25519(statement(1, type="key.bound", body=body), private, key=key), key)
    library.append(sign_with_ed25519(statement(2), private, key=key), key, states={"openness": "open"})
    return library, library.bundle(library.checkpoint(is_witnessed=False))


def named():
    library, _ = mina_opens(attested_by="operator")
    leaf = NameLeaf((NamedPerson("prf_1", isni="0000000121032683"), NamedPerson("prf_2", domain="x.example")))
    library.names["米娜·霍尔丹"] = leaf
    return library, library.bundle(library.checkpoint(), name="米娜·霍爾丹", name_leaf=leaf)


def absent():
    """Nothing but the proof that nobody is listed under a name; others are."""
    library, _ = mina_opens()
    for number in range(1, 65):
        library.names[f"姓名{number}"] = NameLeaf((NamedPerson(f"prf_{number}"),))
    at = library.checkpoint()
    return library, build_bundle(at, [], [], name="Leopold Varga")


def stamped(at=NOW + timedelta(minutes=1), *, is_witnessed=False):
    """No witness, but an authority of the trust file stamped the head; another one did too."""
    library, _ = mina_opens()
    head, authority = library.checkpoint(is_witnessed=is_witnessed), Stamping(at)
    library.time_authorities = (authority.trusted(),)
    digest = hashlib.sha256(note_text(head.note).encode()).digest()
    return library, library.bundle(head, timestamps=[authority.stamp(digest), Stamping(at, 2).stamp(digest)])


def ended(state="withdrawn", shown_as=None):
    """An openness whose words were erased, and a licence that was closed: what is left of both is their last state."""
    library, _ = mina_opens()
    given = library.stored[-2]
    gone = given.unverified.unverified_words().id
    endings = [
        library.end("erased", MINA, gone, state, shown_as=shown_as, emptied=given.index),
        library.end("closed", MINA, LICENCE, "expired"),
    ]
    library.stored.remove(given)
    return library, library.bundle(library.checkpoint(), endings=endings)


def revoked(*, since=None):
    """The operator takes Mina's key out of use; with `since`, from that entry on and not only from now on."""
    library, passkey = mina_opens()
    body = {"key_id": passkey.key.key_id} | ({} if since is None else {"since": since})
    said = statement(44, type="key.revoked", body=body)
    library.append(sign_with_ed25519(said, library.operator, key=library.operator_key), library.operator_key)
    return library, library.bundle(library.checkpoint())


def revoked_since():
    """The revocation reaches back to the licence, and not to the openness before it."""
    library, _ = mina_opens()
    return revoked(since=library.stored[-1].index)


NEXT_KEY = NoteSigner("library.example", 1, seed(910))


def rotated(*, by=None, origin="library.example"):
    """The log's key was followed by another, which alone signs the head; the trust file has the one from before."""
    library, _ = mina_opens()
    before = library.log
    trust, signer = library.trust(), by or before
    text = rotation_text(origin, NEXT_KEY.key())
    library.log = NEXT_KEY
    note = text + "\n" + signer.sign(text)
    earlier = rotation_text(origin, before.key())
    older = NoteSigner("library.example", 1, seed(911))
    notes = [earlier + "\n" + older.sign(earlier), note]
    return library, library.bundle(library.checkpoint(), rotations=notes), trust


def operator_rotated(*, late=False, led_by=None):
    """The operator's key was followed by another after it attested Mina's; (library, bundle, the trust file before).

    `late`: the old key attests once more, afterwards. `led_by`: who signs that it is followed, else both keys; a
    stranger's word of it changes no state in the map.
    """
    library, _ = mina_opens(attested_by="operator")
    before, (private, key) = library.trust(), software_key(913)
    old_private, old = library.operator, library.operator_key
    body = {"old": old.to_json(), "key": key.to_json()}
    for number, (signer, public) in enumerate(led_by or [(old_private, old), (private, key)]):
        own, states = library_subject("library.example"), {key_thing(old.public): "replaced"}
        said = statement(45 + number, type="operator.key_rotated", subject=own, body=body)
        library.append(sign_with_ed25519(said, signer, key=public), public, states=None if led_by else states)
    by, public = (old_private, old) if late else (private, key)
    library.append(sign_with_ed25519(statement(47), by, key=public), public)
    library.operator, library.operator_key = private, key
    return library, library.bundle(library.checkpoint()), before


def tampered_operators():
    """name → (library, a bundle that the operator's replaced key signed in, with one thing in it made false, the trust file)."""
    library, bundle, before = operator_rotated(late=True)
    own, shown = library_subject("library.example"), bundle.operator
    left = [e for e in bundle.envelopes if e.unverified.unverified_words().subject != own]
    without = replace(bundle, envelopes=tuple(left), keys=tuple(library.keys[k] for k in _signing(left)))
    forgetful = replace(shown, leaf=replace(shown.leaf, states={}))
    return {
        "rotation-left-out": (library, without, before),
        "state": (library, replace(without, operator=forgetful), before),
        "absence": (library, replace(without, operator=replace(shown, leaf=None)), before),
    }


def _signing(envelopes):
    return dict.fromkeys(e.unverified.signature.key_id for e in envelopes)


def before_operators_were_shown():
    """A bundle as it was made before it had to say what became of the operator's keys."""
    library, bundle = revoked()
    return library, replace(bundle, operator=None)


MADE = [everything, plain, demo, named, absent, stamped, ended, revoked, before_operators_were_shown]


def tampered_endings():
    """name → (library, a bundle about something that was ended, with one thing in it made false)."""
    library, bundle = ended()
    erased, closed = bundle.endings
    first = bundle.envelopes[0]
    return {
        "active": ended("active"),
        "raised": ended(shown_as="open"),
        "other-target": (
            library,
            replace(bundle, endings=(replace(erased, target="stm_" + "9" * 26), closed)),
        ),
        "statement": (
            library,
            replace(bundle, endings=(replace(erased, logged=first.logged, salt=first.salt), closed)),
        ),
        "other-subject": (
            library,
            replace(bundle, endings=(replace(erased, subject="sub_" + "r" * 52), closed)),
        ),
    }


def tampered_stamps():
    """name → (library, a bundle whose time stamp is false)."""
    library, bundle = stamped()
    token = bundle.timestamps[0]
    other = Stamping(NOW + timedelta(minutes=1)).stamp(seed(3))
    to_others = Stamping(NOW + timedelta(minutes=1), stamps_times=False)
    digest = hashlib.sha256(note_text(bundle.checkpoint).encode()).digest()
    elsewhere, used = stamped()
    elsewhere.time_authorities = (to_others.trusted(),)
    return {
        "other-bytes": (library, replace(bundle, timestamps=(other,))),
        "signature": (library, replace(bundle, timestamps=(token[:-1] + bytes([token[-1] ^ 1]),))),
        "certificate": (elsewhere, replace(used, timestamps=(to_others.stamp(digest),))),
        "early": stamped(NOW - timedelta(hours=1), is_witnessed=True),
    }


def tampered_names():
    """name → (library, a bundle about a name with one thing in it made false)."""
    library, bundle = named()
    shown = bundle.name
    fewer = NameLeaf(shown.leaf.people[:1])
    elsewhere, nobody = absent()
    return {
        "absence": (library, replace(bundle, name=replace(shown, leaf=None))),
        "people": (library, replace(bundle, name=replace(shown, leaf=fewer))),
        "folding": (elsewhere, replace(nobody, name=replace(nobody.name, name="姓名１"))),
        "other-leaf": (
            elsewhere,
            replace(nobody, name=replace(nobody.name, proof=replace(nobody.name.proof, other=None))),
        ),
        "absence-path": (
            elsewhere,
            replace(
                nobody,
                name=replace(
                    nobody.name, proof=replace(nobody.name.proof, siblings=nobody.name.proof.siblings[:-1])
                ),
            ),
        ),
    }


def tampered(bundle):
    """name → the bundle with one thing in it made false."""
    first, *rest = bundle.envelopes
    logged = first.logged
    signature = first.unverified.signature
    subject = bundle.subjects[0]
    flipped = bytes([signature.signature[-1] ^ 1])

    def with_first(**changed):
        return replace(bundle, envelopes=(replace(first, **changed), *rest))

    wrong_signature = replace(signature, signature=signature.signature[:-1] + flipped)
    other_words = replace(first.unverified, raw=first.unverified.raw.replace(b"own device", b"our device"))
    return {
        "checkpoint": replace(bundle, checkpoint=bundle.checkpoint.replace("\n", "\n1", 1)),
        "index": with_first(logged=replace(logged, index=logged.index + 1)),
        "proof": with_first(logged=replace(logged, proof=(seed(1), *logged.proof[1:]))),
        "entry": with_first(logged=replace(logged, entry=logged.entry.replace(b"2026", b"2025"))),
        "salt": with_first(salt=seed(2)),
        "words": with_first(unverified=other_words),
        "signature": with_first(unverified=replace(first.unverified, signature=wrong_signature)),
        "swapped": replace(
            bundle, envelopes=(replace(rest[0], logged=logged), replace(first, logged=rest[0].logged))
        ),
        "keys": replace(bundle, keys=bundle.keys[1:]),
        "chain": replace(bundle, subjects=(replace(subject, chain=subject.chain[::-1]),)),
        "states": replace(bundle, subjects=(replace(subject, leaf=replace(subject.leaf, states={})),)),
        "continuation": replace(bundle, continuations=(replace(bundle.continuations[0], proof=()),)),
    }
