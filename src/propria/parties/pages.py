"""What the pages of joining, signing in, claiming, keys and mandates are told. No request, no SQL."""

from dataclasses import dataclass

from propria.kernel.ids import MandateId
from propria.kernel.time import Instant
from propria.parties.identity.demo_sites import SITE_ENDING
from propria.parties.identity.rules import Party
from propria.parties.identity.strength import evidence_facts, own
from propria.parties.keys.pages import ANSWERS
from propria.parties.model import (
    Actor,
    DomainClaim,
    Evidence,
    Mandate,
    Person,
    Power,
    Recovery,
    Role,
    SigningKey,
)
from propria.parties.texts import POWER_WORDS
from propria.plumbing.web.components import Choice, Fact, Field, Kind, State
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Text, Words
from propria.scope.sentences import allows
from propria.scope.words import PERFORMER

NAMES = {
    Role.PERFORMER: Words(zh="演员", en="performer"),
    Role.REPRESENTATIVE: Words(zh="代理", en="representative"),
    Role.CREATOR: Words(zh="制作方", en="creator"),
    Role.OPERATOR: Words(zh="运营方", en="operator"),
    Role.VISITOR: Words(zh="访客", en="visitor"),
}
JOIN_FIELDS = ("zh", "en", "role", "organisation_zh", "organisation_en", "organisation")
JOINING = (Role.PERFORMER, Role.REPRESENTATIVE, Role.CREATOR)


@dataclass(frozen=True)
class CastMember:
    """One of the demo's people, a click away."""

    demo_name: str
    name: Words
    role: Words


@page_context("parties/sign_in.html")
@dataclass(frozen=True)
class SignInPage:
    """Saying who you are: with a passkey, and in a demo as a member of the cast."""

    cast: tuple[CastMember, ...]
    then: str
    error: Text


def sign_in_page(cast: list[Person], then: str, error: Text = "") -> SignInPage:
    """The page, with the demo's people where there are any."""
    people = [
        CastMember(p.demo_name, Words(zh=p.name.zh, en=p.name.en), NAMES[p.role]) for p in cast if p.demo_name
    ]
    return SignInPage(tuple(people), then, error)


@page_context("parties/join.html")
@dataclass(frozen=True)
class JoinPage:
    """Joining: a name in both languages and what you are here."""

    name_zh: Field
    name_en: Field
    role: Field
    organisation_zh: Field
    organisation_en: Field
    organisation: Field
    error: Text


def join_page(typed: dict[str, str], error: Text = "") -> JoinPage:
    """The form with what was typed."""
    roles = tuple(Choice(r.value, NAMES[r]) for r in JOINING)
    return JoinPage(
        name_zh=Field(
            "zh", Words(zh="中文姓名", en="Name in Chinese"), value=typed.get("zh", ""),
            hint=Words(zh="您在中文作品中的署名。", en="As you are credited in Chinese; your own name again if you have none."),
        ),
        name_en=Field(
            "en", Words(zh="英文姓名", en="Name in English"), value=typed.get("en", ""),
            hint=Words(zh="您在英文作品中的署名；没有就再写一遍中文姓名。", en="As you are credited in English."),
        ),
        role=Field(
            "role", Words(zh="您的身份", en="What you are"), "select", typed.get("role", "performer"), options=roles
        ),
        organisation_zh=Field(
            "organisation_zh", Words(zh="公司中文名", en="Company, in Chinese"),
            value=typed.get("organisation_zh", ""), required=False,
            hint=Words(zh="仅制作方填写。", en="For creators only."),
        ),
        organisation_en=Field(
            "organisation_en", Words(zh="公司英文名", en="Company, in English"),
            value=typed.get("organisation_en", ""), required=False,
        ),
        organisation=Field(
            "organisation", Words(zh="或所在公司的代码", en="Or the code of the company that you work for"),
            value=typed.get("organisation", ""), required=False,
            hint=Words(zh="以 crt_ 开头，向公司的创建者索取。", en="It starts with crt_; ask who founded it here."),
        ),
        error=error,
    )  # fmt: skip


@page_context("parties/claim.html")
@dataclass(frozen=True)
class ClaimPage:
    """Proving who you are: name a domain, publish one line, let it be looked at."""

    domain: Field
    claim: DomainClaim | None
    can_publish: bool
    evidenced: tuple[Fact, ...]
    strength: State
    beside: Text
    by_outsider: bool
    needs_second: bool
    code: str
    provider: str
    error: Text


def demo_domain(actor: Actor, base_url: str) -> str:
    """A site of the demo for this person, on the port that the library answers on.

    >>> from propria.parties.model import Name
    >>> demo_domain(Actor("per_1", Name("米娜", "Mina Haldane"), Role.PERFORMER), "http://localhost:8000")
    'mina-haldane.site.localhost:8000'
    """
    letters = "".join(c if c.isascii() and c.isalnum() else " " for c in actor.name.en.lower())
    port = base_url.rpartition(":")[2].strip("/")
    site = ("-".join(letters.split()) or "performer") + SITE_ENDING
    return f"{site}:{port}" if port.isdigit() else site


BESIDE = {
    False: Words(
        zh="凡向演员或制作方出示您的名字之处，旁边都写着这一句。",
        en="It stands beside your name wherever a performer or a creator reads it.",
    ),
    True: Words(
        zh="公司名字旁边写着其创建者所出示的证明；同事所出示的，只写在本人的密钥上。",
        en="Beside a company’s name stands what its founder has shown; what a colleague shows stands for their own key.",
    ),
}
"""What a representative (False) or a creator (True) reads of where the word stands."""


def claim_page(
    actor: Actor,
    party: Party | None,
    claim: DomainClaim | None,
    *,
    evidence: list[Evidence],
    provider: str = "",
    typed: str = "",
    can_publish: bool = False,
    is_shared: bool = False,
    error: Text = "",
) -> ClaimPage:
    """Where the claim stands."""
    domain = Field(
        "domain",
        Words(zh="您持有的域名", en="A domain that you hold"),
        value=typed or (claim.domain if claim else ""),
        hint=Words(zh="例如 name.example。", en="Such as name.example."),
        error=error if error and claim is None else "",
    )
    performer = None if party is None else party.performer
    shown = evidence_facts(evidence)
    return ClaimPage(
        domain=domain,
        claim=claim,
        can_publish=can_publish,
        evidenced=shown,
        strength=own(actor, evidence),
        beside="" if actor.role is Role.PERFORMER else BESIDE[actor.role is Role.CREATOR],
        needs_second=is_shared and not (performer is not None and performer.is_evidenced),
        by_outsider=performer is not None and performer.is_evidenced,
        code="" if party is None else party.id,
        provider=provider,
        error=error,
    )


@dataclass(frozen=True)
class KeyRow:
    """One signing key and whether it stands for its person."""

    id: str
    kind: Words
    state: State
    bundle_href: str
    name: str
    waits: bool
    signs: bool


KEY_KINDS = {
    "webauthn": Words(zh="通行密钥", en="passkey"),
    "demo": Words(zh="演示密钥，由软件保管", en="demo key, held by software"),
    "ed25519": Words(zh="密钥", en="key"),
}


@page_context("parties/keys.html")
@dataclass(frozen=True)
class KeysPage:
    """The two kinds of key: one that signs you in, one that signs what you say."""

    keys: tuple[KeyRow, ...]
    signing: int
    own_code: str
    guardians: tuple[Words, ...]
    recoveries: tuple[tuple[Words, str], ...]
    guardians_field: Field
    strength: State
    shows_identity: bool
    must_claim: bool
    offers_demo_key: bool
    error: Text


def keys_page(
    keys: list[SigningKey],
    guardians: list[Person],
    recoveries: list[Recovery],
    actor: Actor,
    *,
    evidence: list[Evidence],
    must_claim: bool,
    offers_demo_key: bool,
    error: Text = "",
) -> KeysPage:
    """The keys of one person."""
    rows = [
        KeyRow(
            key.public.key_id,
            KEY_KINDS[key.public.kind],
            _key_state(key),
            f"/log/bundles/{key.bound_by}" if key.bound_by else "",
            key.name,
            waits=not key.is_bound and key.revoked_by is None,
            signs=key.signs,
        )
        for key in keys
    ]
    field = Field(
        "guardians",
        Words(zh="担保人代码，每行一个", en="The guardians’ codes, one a line"),
        "textarea",
        hint=Words(
            zh="两到七位，其中两位的签名即可；代码在各自的“我的密钥”页上。",
            en="Two to seven people; the word of two is needed. Each finds their code on their page of keys.",
        ),
    )
    return KeysPage(
        tuple(rows),
        sum(key.signs for key in keys),
        actor.person_id,
        tuple(Words(zh=g.name.zh, en=g.name.en) for g in guardians),
        tuple((ANSWERS[r.state], f"/recoveries/{r.id}") for r in reversed(recoveries)),
        field,
        own(actor, evidence),
        actor.role in JOINING,
        must_claim,
        offers_demo_key,
        error,
    )


def _key_state(key: SigningKey) -> State:
    if key.revoked_by is not None:
        return State(Kind.STOP, Words(zh="已停用", en="out of use"))
    if key.is_bound:
        return State(Kind.OPEN, Words(zh="可签署", en="signs for you"))
    waits = Words(zh="等您用已有的密钥签署启用", en="waits for your signature with a key that you have")
    return State(Kind.WAIT, Words(zh="尚未启用", en="not yet yours"), waits)


@dataclass(frozen=True)
class MandateRow:
    """One mandate as its two sides see it."""

    id: MandateId
    other: Words
    strength: State
    powers: tuple[Words, ...]
    within: tuple[Words, ...]
    starts_at: Instant
    ends_at: Instant
    state: State
    bundle_href: str
    can_end: bool
    can_pass_on: bool
    passed_on: bool


@page_context("parties/mandates.html")
@dataclass(frozen=True)
class MandatesPage:
    """Who may act for you, or for whom you may act, power by power."""

    own_code: str
    is_performer: bool
    can_give: bool
    rows: tuple[MandateRow, ...]
    representative: Field
    powers: tuple[Choice, ...]
    chosen: tuple[str, ...]
    years: Field
    claims: tuple[tuple[str, Words, State], ...]
    performer: Field
    error: Text


def mandate_row(mandate: Mandate, other: Words, strength: State, *, mine: bool, now: Instant) -> MandateRow:
    """One mandate in words."""
    ended, in_force = mandate.revoked_at_entry is not None, mandate.runs_at(now)
    match ended, in_force:
        case True, _:
            state = State(Kind.STOP, Words(zh="已收回", en="ended"))
        case _, True:
            state = State(Kind.OPEN, Words(zh="生效中", en="in force"))
        case _:
            state = State(Kind.NONE, Words(zh="不在期限内", en="not in force"))
    lines = [allows(scope, speaker=PERFORMER) for scope in mandate.scopes]
    return MandateRow(
        mandate.id,
        other,
        strength,
        tuple(Words(*POWER_WORDS[p.value]) for p in Power if p in mandate.powers),
        tuple(Words(zh="".join(zh), en=" ".join(en)) for zh, en in lines),
        mandate.starts_at,
        mandate.ends_at,
        state,
        f"/log/bundles/{mandate.statement_id}",
        not ended,
        in_force and not mine and Power.SUB_DELEGATE in mandate.powers,
        mandate.parent_id is not None,
    )


def mandates_page(
    actor: Actor,
    rows: list[MandateRow],
    *,
    can_give: bool,
    typed: dict[str, str],
    chosen: tuple[str, ...] = ("negotiate",),
    claims: tuple[tuple[str, Words, State], ...] = (),
    error: Text = "",
) -> MandatesPage:
    """The mandates, who else claims to act and, for a performer who is open, the form of a new one."""
    terms = tuple(
        Choice(str(n), Words(zh=f"{n} 年", en="1 year" if n == 1 else f"{n} years")) for n in (1, 2, 3)
    )
    return MandatesPage(
        own_code=actor.person_id,
        is_performer=actor.role is Role.PERFORMER,
        can_give=can_give,
        rows=tuple(rows),
        representative=Field(
            "representative",
            Words(zh="代理的代码", en="The representative’s code"),
            value=typed.get("representative", ""),
            hint=Words(
                zh="对方在自己的“代理权限”页上可以看到，以 per_ 开头。",
                en="They find it on their own mandates page; it starts with per_.",
            ),
        ),
        powers=tuple(Choice(p.value, Words(*POWER_WORDS[p.value])) for p in Power),
        chosen=chosen,
        years=Field("years", Words(zh="期限", en="For how long"), "select", typed.get("years", "1"), options=terms),
        claims=claims,
        performer=Field(
            "performer", Words(zh="演员的代码", en="The performer’s code"), value=typed.get("performer", ""),
            hint=Words(zh="演员会告诉您，以 prf_ 开头。", en="The performer gives it to you; it starts with prf_."),
        ),
        error=error,
    )  # fmt: skip
