"""What of a performer is held beside their recordings, by kind, for the page of orders to preserve. It decides nothing."""

from propria.casting.pictures import actions as pictures
from propria.casting.tapes import actions as tapes
from propria.likeness.orders.model import Holding
from propria.plumbing.database import Session
from propria.plumbing.web.words import Words
from propria.replicas import actions as replicas

KINDS = (
    (Words("数字分身文件", "Files of replicas"), replicas.files_held),
    (Words("选角照片和短片", "Pictures and clips for casting"), pictures.held),
    (Words("自拍试戏片段", "Takes of self-tapes"), tapes.held),
)


def held_elsewhere(performer_id: str, db: Session) -> tuple[tuple[Words, Holding], ...]:
    """Each kind, how much of it there is, and how much an order alone keeps."""
    return tuple((kind, held(performer_id, db)) for kind, held in KINDS)
