"""What the gate's page and the engineers' five minutes tell: a command that works as it stands. Decides nothing."""

import json
from dataclasses import dataclass
from typing import Any

from propria.kernel.time import Instant, wire
from propria.ladder import Deal as Rung
from propria.licences import actions
from propria.licences.model import Licence
from propria.licences.use_form import read_use, typed_use
from propria.parties import actions as parties
from propria.parties import sessions
from propria.parties.model import Role
from propria.plumbing.database import Session
from propria.plumbing.web.components import DecisionTrace, Field
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Text, Words
from propria.web.typed_form import Notice


@page_context("licences/gate.html")
@dataclass(frozen=True)
class GatePage:
    """The gate for a token and a use typed by hand."""

    fields: tuple[Field, ...]
    decided: DecisionTrace | None
    as_of: int
    audience: str
    public_key: str
    notice: Notice | None


@dataclass(frozen=True)
class DocStep:
    """One step of the five minutes: what it does, its command, what comes back."""

    says: Words
    command: str
    answer: Text = ""


@page_context("licences/docs_api.html")
@dataclass(frozen=True)
class DocsPage:
    """The five minutes of a pipeline engineer."""

    base_url: str
    steps: tuple[DocStep, ...]
    codes: tuple[tuple[str, Words], ...]
    works_here: bool


CODES: tuple[tuple[str, Words], ...] = (
    ("<axis>_mismatch", Words("所求在所许之外", "what is asked lies outside what is allowed")),
    ("<axis>_silent", Words("授权对此未提及；沉默即不同意", "the licence says nothing of it, and silence is not permission")),
    ("<axis>_undeclared", Words("这种使用必须申明此项", "a use like this must declare it")),
    ("volume_over_quota", Words("数量已不足", "not enough is left")),
    ("licence_licensed", Words("已签署，还差条件", "signed, and waiting for its conditions")),
    ("licence_withdrawn", Words("已撤回", "withdrawn")),
    ("licence_not_as_signed", Words("没有与所签相符的文字", "no words stand as they were signed")),
    ("consent_missing", Words("缺一项同意", "one consent is missing")),
    ("funds_not_held", Words("款项未托管", "funds are not held")),
    ("no_capture_consent", Words("没有录制同意", "no consent to capture")),
    ("no_train_consent", Words("没有训练同意", "no consent to training")),
)  # fmt: skip


def gate_fields(token: str, use: str, errors: dict[str, Words]) -> tuple[Field, ...]:
    """The two fields of the gate."""
    return (
        Field(
            "token",
            Words("令牌", "Token"),
            kind="textarea",
            value=token,
            wide=True,
            error=errors.get("token", ""),
        ),
        Field(
            "use",
            Words("使用（JSON）", "The use, as JSON"),
            kind="textarea",
            value=use,
            wide=True,
            error=errors.get("use", ""),
            hint=Words("格式见五分钟上手", "Its form is in the five minutes"),
        ),
    )


@dataclass(frozen=True)
class Example:
    """What the commands are filled with: who signs in, which licence, which use."""

    name: str
    licence: str
    use: dict[str, Any]


NO_EXAMPLE = Example("cleo", "lic_…", {"at": "…", "declared": {"act": ["generate"]}})


def example_of(*, now: Instant, db: Session) -> Example | None:
    """In a demo: a member of the cast who holds a licence, in use if there is one; None where nobody does."""
    held: list[tuple[str, Licence]] = []
    for person in sessions.cast(db=db):
        if person.role is Role.CREATOR:
            actor = parties.actor_of(person.id, db=db)
            held += [(person.demo_name or "", x) for x in actions.held_by(actor, db=db)]
    held.sort(key=lambda one: actions.standing(one[1].id, now=now, db=db).state is not Rung.ACTIVE)
    if not held:
        return None
    name, licence = held[0]
    return Example(name, licence.id, read_use(typed_use(licence.scope), now=now).to_json())


def docs_page(base_url: str, example: Example | None, *, is_demo: bool, now: Instant) -> DocsPage:
    """The five minutes, filled with what works on this library."""
    shown = example or NO_EXAMPLE
    use = json.dumps(shown.use | ({} if example else {"at": wire(now)}), ensure_ascii=False)
    sign_in = (
        f"""TOKEN=$(curl -s -H "$JSON" -d '{{"name":"{shown.name}"}}' $LIB/api/v1/session/demo | field token)"""
        if is_demo
        else "TOKEN=…   # the secret of your own account, from POST /api/v1/people or your operator"
    )
    steps = (
        DocStep(
            Words(
                "准备：本库的地址，和一个读 JSON 的小函数。",
                "Get ready: where the library is, and a way to read JSON.",
            ),
            f"""LIB={base_url}
JSON='content-type: application/json'
field() {{ python3 -c "import json,sys; print(json.load(sys.stdin)['$1'])"; }}""",
        ),
        DocStep(Words("登录：取得您调用接口的密令。", "Sign in: your secret for the API."), sign_in),
        DocStep(
            Words(
                "签发一枚令牌：它代表一份授权，最长 30 天。",
                "Mint a token: it stands for one licence, for at most 30 days.",
            ),
            f"""LICENCE={shown.licence}
RENDER=$(curl -s -H "Authorization: Bearer $TOKEN" -H "$JSON" -d '{{}}' $LIB/api/v1/licences/$LICENCE/token | field token)""",
        ),
        DocStep(
            Words(
                "问：这样使用可以吗？只是回答，不占用数量。",
                "Ask: may this be made? An answer, which uses nothing up.",
            ),
            f"""USE='{use}'
curl -s -H "$JSON" -d "{{\\"token\\":\\"$RENDER\\",\\"use\\":$USE}}" $LIB/api/v1/gate/decide""",
            '{"allowed": true, "reasons": [], "as_of": 42}',
        ),
        DocStep(
            Words(
                "占用：数量随即扣减，得到的准许是唯一能开动引擎的东西。nonce 是您自己的编号，同一编号只占用一次。",
                "Reserve: the quota is used up, and the permit is what alone runs an engine. "
                "The nonce is your own id; each is reserved once.",
            ),
            """curl -s -H "Authorization: Bearer $TOKEN" -H "$JSON" \\
  -d "{\\"token\\":\\"$RENDER\\",\\"use\\":$USE,\\"nonce\\":\\"shot-$(date +%s)\\"}" $LIB/api/v1/gate/reserve""",
            '{"permit": "pmt_…", "licence": "lic_…", "amounts": {"lines": 1, "seconds": 4}}',
        ),
    )
    return DocsPage(base_url, steps, CODES, works_here=example is not None)
