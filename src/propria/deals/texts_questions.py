"""Three questions before a performer signs, drawn from what the contract really does; pure."""

from propria.deals.model import Finished, Kind, TermSheet
from propria.deals.texts_changes import Replaced
from propria.kernel.time import Instant
from propria.record.model import Question
from propria.scope.codes.doings import TRAINING_ACTS

_YES, _NO = ("可以", "Yes"), ("不可以", "No")
_COME_DOWN = ("必须下架", "They come down")
_STAY = ("可以继续展示", "They may stay")
_OPEN = ("另行约定或裁定", "That takes agreement or a ruling")


def questions_of(sheet: TermSheet, change: Replaced | None) -> tuple[Question, ...]:
    """What becomes of finished works; training; and the one that this contract makes most pressing: its new end, the
    ground that it closes to others, or a sequel.
    """
    return _trains(sheet), _released(sheet), _pressing(sheet, change)


def _pressing(sheet: TermSheet, change: Replaced | None) -> Question:
    if change is not None and change.kind is not Kind.AMENDMENT:
        return _ends(change.sheet.term[1], sheet.term[1])
    return _sequel() if sheet.exclusive is None else _exclusive()


def _trains(sheet: TermSheet) -> Question:
    training = bool(TRAINING_ACTS & sheet.acts)
    said = ("合同写明允许。", "The contract says so.")
    silent = ("没有条款提及；沉默即不同意。", "No clause mentions it, and silence is not permission.")
    asks = ("对方可以用您训练模型吗？", "May they train a model on you?")
    return Question("train", asks, (_YES, _NO), 0 if training else 1, said if training else silent)


def _released(sheet: TermSheet) -> Question:
    asks = ("您撤回之后，已完成的成片怎么办？", "After you withdraw, what happens to finished works?")
    why = ("见收尾条款。停止的是新的生成。", "See the wind-down clause. What stops is anything new.")
    clause = sheet.wind_down
    options = [_COME_DOWN, _STAY, _OPEN]
    if clause is None:
        return Question("released", asks, tuple(options), 2, why)
    if clause.until is not None:
        day = f"{clause.until:%Y-%m-%d}"
        options.append((f"可展示至 {day}", f"They may be shown until {day}"))
    correct = {Finished.MUST_STOP: 0, Finished.MAY_STAY: 1, Finished.UNTIL: 3}[clause.finished]
    return Question("released", asks, tuple(options), correct, why)


def _ends(before: Instant, after: Instant) -> Question:
    old, new = (f"{at:%Y-%m-%d %H:%M} UTC" for at in (before, after))
    return Question(
        "ends",
        ("您签署之后，这份授权何时终止？", "Once you have signed, when does this licence end?"),
        ((old, old), (new, new)),
        1,
        ("新的期限取代原来的。", "The new term takes the place of the old one."),
    )


def _exclusive() -> Question:
    return Question(
        "exclusive",
        (
            "独家期间，您可以为别家做同类的工作吗？",
            "While it is exclusive, may you do the same for somebody else?",
        ),
        (_YES, _NO),
        1,
        ("见独家条款；授权终止，独家随之终止。", "See the exclusivity clause; it ends with the licence."),
    )


def _sequel() -> Question:
    return Question(
        "sequel",
        ("续集可以使用您吗？", "May a sequel use you?"),
        (_YES, ("不可以，那是另一部作品", "No, that is another project")),
        1,
        ("一次授权只及一部作品。", "A licence reaches one project."),
    )
