"""Rotating the log's key and the operator's: the old one signs the new one, in the log. Secrets and settings are the caller's."""

from propria.kernel.errors import Unverified
from propria.kernel.time import Instant
from propria.plumbing.database import Session
from propria.proofs.bindings import OPERATOR_KEY_ROTATED
from propria.proofs.notes import NoteKey
from propria.proofs.operator_state import REPLACED, key_thing, library_subject
from propria.proofs.rotations import next_key, rotation_text
from propria.record import actions, operator_keys
from propria.record.model import Draft, Notary, Receipt

ROTATED = "log.key_rotated"


def rotation_note(notary: Notary, new: NoteKey) -> str:
    """The old key's signed word that `new` follows it. Raises: what the old key's holder raises."""
    text = rotation_text(notary.origin, new)
    return text + "\n" + notary.signer.sign(text)


def log_rotation(notary: Notary, note: str, *, now: Instant, db: Session) -> Receipt:
    """Log that the log's key is followed, as `note` says, which the key of `notary` signed.

    Raises: what `follow` raises.
    """
    old = notary.signer.key()
    new = follow(old, note)
    body = {"old": old.vkey(), "new": new.vkey(), "note": note}
    zh = f"日志 {notary.origin} 的密钥由 {old.vkey()} 换为 {new.vkey()}；新密钥由旧密钥签名。其间检查点由两者共同签署。"
    en = (
        f"The key {old.vkey()} of the log {notary.origin} is followed by {new.vkey()}, which the old key signed. "
        "For a time heads carry both signatures."
    )
    draft = Draft(ROTATED, library_subject(notary.origin), body, zh, en)
    return actions.sign_as_operator(draft, notary, now=now, db=db)[1]


def log_operator_rotation(old: Notary, new: Notary, *, now: Instant, db: Session) -> Receipt:
    """Log, in the same words by both keys, that the key of `old` is followed by that of `new` for the operator's statements.

    The old key signs first and last: once this is logged it signs for the operator no more, and the library's leaf
    in the map says so, so that no bundle can leave it out.
    Raises: Refused(`record.operator_key_replaced`) where the key of `old` was followed already.
    """
    before, after = old.operator_key, new.operator_key
    zh = f"日志 {old.origin} 的运营方声明，此前由密钥 {before.key_id} 签署，自此由 {after.key_id} 签署；原密钥此后所签一概无效。"
    en = (
        f"The operator's statements in the log {old.origin} were signed with the key {before.key_id} and are signed with "
        f"{after.key_id} from here on; whatever the old key signs later counts for nothing."
    )
    draft = Draft(
        OPERATOR_KEY_ROTATED,
        library_subject(old.origin),
        {"old": before.to_json(), "key": after.to_json()},
        zh,
        en,
    )
    actions.sign_as_operator(draft, old, now=now, db=db)
    receipt = actions.sign_as_operator(draft, new, now=now, db=db)[1]
    for key in operator_keys.replaced(old.origin, db=db):
        actions.set_state(library_subject(old.origin), key_thing(key.public), REPLACED, db=db)
    return receipt


def notes(*, db: Session) -> list[str]:
    """The signed note of every rotation, oldest first: what leads from any key of the log to the present one."""
    return [s.statement.body["note"] for s in actions.statements_of_type(ROTATED, db=db)]


def log_keys(*, db: Session) -> list[NoteKey]:
    """Every key that the log says signs its heads, the newest last; none while no rotation was logged.

    Raises: what `follow` raises, where a rotation is not signed by the key before it.
    """
    said = [s.statement.body for s in actions.statements_of_type(ROTATED, db=db)]
    keys = [NoteKey.from_vkey(said[0]["old"])] if said else []
    for body in said:
        keys.append(follow(keys[-1], body["note"]))
    return keys


def follow(old: NoteKey, note: str) -> NoteKey:
    """The key that follows `old`, for whoever trusts that one.

    Raises: Malformed(`proofs.wrong_note`, `proofs.wrong_vkey`), Unverified(`proofs.note_unsigned`,
    `proofs.wrong_note_signature`, `record.not_a_rotation`).
    """
    new = next_key(old, note)
    if new is None:
        raise Unverified("record.not_a_rotation", "This note names no key that follows.")
    return new
