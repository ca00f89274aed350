"""The map as it follows the record: only leaves that changed are hashed again."""

from propria.plumbing.database import Session
from propria.proofs.leaves import NameLeaf, SubjectLeaf
from propria.proofs.mapping import name_key, subject_key, update_map
from propria.record import store, store_names


def refresh(root: bytes, *, db: Session) -> bytes:
    """The map's root after every change since `root` was published; its new nodes are stored."""
    changes: dict[bytes, bytes | None] = {}
    for domain, item in store.take_changed(db=db):
        if domain == store.SUBJECT:
            changes[subject_key(item)] = subject_leaf(item, db=db).value_hash()
        else:
            people = store_names.people_named(item, db=db)
            changes[name_key(item)] = NameLeaf(people).value_hash() if people else None
    updated = update_map(root, changes, lambda node: store.map_node(node, db=db))
    store.add_map_nodes(updated.nodes, db=db)
    return updated.root


def subject_leaf(subject: str, *, db: Session) -> SubjectLeaf:
    """A subject's leaf as the record stands now."""
    states = store.states(subject=subject, db=db).get(subject, {})
    return SubjectLeaf.of(subject, store.chain(subject, db=db), states)
