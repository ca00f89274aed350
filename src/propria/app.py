"""The whole library put together: which context hears which news, what each statement does, two hosts."""

import functools
from dataclasses import dataclass, replace
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from litestar import Litestar, Router
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.types import Receive, Scope, Send

from propria import __version__
from propria.alerts import handlers as telling
from propria.api import assembly, operations, signing_host
from propria.casting import handlers
from propria.consent import actions as consent
from propria.consent import wishes
from propria.consent.events import GrantWithdrawn, OpennessErased, OpennessGiven, OpennessWithdrawn
from propria.consent.handlers import group_ended, performer_died
from propria.consent.model import CONSENTED
from propria.custody import actions as custody
from propria.custody import handlers as owing
from propria.deals import actions as deals
from propria.deals import holds
from propria.deals.events import ContractSigned
from propria.deals.handlers import end_talks
from propria.deals.papers.certificates import open_demo_authority
from propria.deals.papers.press import Press
from propria.deals.papers.seals import SealKit
from propria.deals.papers.stamps import OwnTimeStamps
from propria.deals.works import PaperWorks
from propria.disputes.actions import Office
from propria.disputes.acts import acts_of_disputes
from propria.disputes.archive import handlers as archive_news
from propria.disputes.archive import jobs as archives
from propria.journeys import effects, holding, origins, shell
from propria.journeys.activation import funds_arrived, terms_changed
from propria.journeys.pricing import charge, charge_offline, charge_reported
from propria.kernel.time import Instant
from propria.licences import actions as licences
from propria.licences import announcing
from propria.licences.events import LeaseUseReported, LicenceChanged, LicenceWithdrawn
from propria.licences.gate import TokenKey
from propria.licences.handlers import contract_signed, life_changed, openness_ended
from propria.likeness import quality
from propria.likeness.events import AssetsShredded
from propria.likeness.exports import actions as exports
from propria.likeness.handlers import consent_withdrawn
from propria.likeness.orders import actions as orders
from propria.likeness.safe import Safe
from propria.parties import actions as parties
from propria.parties import guards
from propria.parties.colleagues import actions as colleagues
from propria.parties.events import (
    GroupEnded,
    KeyAdded,
    KeyRevoked,
    NameClaimedAgain,
    PerformerDied,
    PerformerLives,
    RecoveryMoved,
    RepresentationClaimed,
    ReviewRefused,
)
from propria.parties.groups import actions as groups
from propria.parties.guilds import actions as guilds
from propria.parties.identity.demo_sites import SITE_ENDING, DemoSites
from propria.parties.identity.evidence import DomainPages, HttpDomainPages
from propria.parties.identity.oidc import IdentityProvider, NoProvider, OidcProvider
from propria.parties.keys import actions as keys
from propria.parties.keys import demo_keys, recovery
from propria.parties.keys.passkeys import RelyingHost
from propria.parties.mandates import actions as mandates
from propria.parties.mandates import claimants
from propria.parties.minors import actions as minors
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.news import News
from propria.plumbing.settings import Settings
from propria.plumbing.web.forms import provide_form
from propria.plumbing.web.kit import KitSettings, WebKit
from propria.proofs.canonical import to_b64
from propria.provenance.authority import Sealer, open_sealer
from propria.record.actions import KEY_BINDING, Act
from propria.record.events import SigningRefused
from propria.record.model import Notary
from propria.record.routes import Ceremonies, SigningKeyOption
from propria.replicas import actions as replicas
from propria.replicas import jobs as builds
from propria.replicas.chosen import slot_of
from propria.replicas.events import ReplicaCancelled
from propria.replicas.handlers import build_consent_withdrawn, recordings_destroyed
from propria.replicas.looking import look_by, watch_by, who_is_in
from propria.replicas.slots import EngineSlot
from propria.royalties import actions as royalties
from propria.royalties import dues
from propria.royalties.currencies import rates_of
from propria.royalties.events import FundsHeld
from propria.usage import jobs as renders
from propria.usage.engines import Engines
from propria.usage.events import OutputFetched, UseMetered, UseReported
from propria.usage.lines import LineEngine
from propria.usage.model import Line, Performance, Take
from propria.usage.performances import PerformanceEngine
from propria.usage.takes import TakeEngine


def acts_of(notary: Notary, safe: Safe, office: Office) -> dict[str, Act]:
    """What each kind of signed statement does. A kind that is not here cannot be signed."""
    return {
        KEY_BINDING: functools.partial(parties.bind_key, notary=notary),
        "key.revoked": keys.revoke_key,
        "guardians.named": recovery.name_guardians,
        "recovery.vouched": recovery.vouch,
        "recovery.vetoed": functools.partial(recovery.veto, notary=notary),
        "mandate.given": mandates.give_mandate,
        "mandate.withdrawn": mandates.withdraw_mandate,
        colleagues.GIVEN: colleagues.give,
        colleagues.ENDED: colleagues.end,
        "group.joined": groups.join,
        "group.left": groups.leave,
        "guild.joined": guilds.join,
        "guild.suspended": guilds.suspend,
        "guild.floor_set": guilds.set_floor,
        "guild.lifted": guilds.lift,
        "guardianship.stated": minors.state_guardianship,
        "representation.claimed": claimants.claim,
        "wishes.stated": wishes.state_wishes,
        "representation.settled": claimants.settle,
        "openness.given": consent.give_openness,
        "openness.withdrawn": consent.withdraw_openness,
        **dict.fromkeys(CONSENTED, consent.give_grant),
        "consent.withdrawn": consent.withdraw_grant,
        exports.ASKED: exports.ask,
        exports.CONFIRMED: exports.confirm,
        **orders.ACTS,
        **handlers.ACTS,
        "replica.approved": replicas.approve,
        "replica.cancelled": functools.partial(replicas.cancel, safe=safe),
        "contract.signed": deals.sign_contract,
        "licence.withdrawn": licences.withdraw,
        **announcing.ACTS,
        custody.DESTROYED: custody.state_destroyed,
        **acts_of_disputes(office),
    }


def subscribe(news: News, safe: Safe) -> None:
    """Which later context hears what an earlier one tells."""
    news.subscribe(NameClaimedAgain, telling.name_claimed_again)
    news.subscribe(KeyAdded, telling.key_added)
    news.subscribe(KeyRevoked, telling.key_revoked)
    news.subscribe(RecoveryMoved, telling.recovery_moved)
    news.subscribe(RepresentationClaimed, telling.representation_claimed)
    news.subscribe(ReviewRefused, telling.review_refused)
    news.subscribe(SigningRefused, telling.signing_refused)
    news.subscribe(PerformerDied, performer_died)
    news.subscribe(PerformerDied, life_changed)
    news.subscribe(PerformerLives, life_changed)
    for destroys in (consent_withdrawn, build_consent_withdrawn):
        news.subscribe(GrantWithdrawn, functools.partial(destroys, safe=safe))
    news.subscribe(GrantWithdrawn, owing.consent_withdrawn)
    news.subscribe(ReplicaCancelled, owing.replica_cancelled)
    news.subscribe(LicenceWithdrawn, owing.licence_withdrawn)
    news.subscribe(OutputFetched, owing.output_fetched)
    news.subscribe(LeaseUseReported, owing.offline_use_reported)
    for hears in (recordings_destroyed, functools.partial(archive_news.recordings_destroyed, safe=safe)):
        news.subscribe(AssetsShredded, hears)
    news.subscribe(GroupEnded, group_ended)
    news.subscribe(OpennessGiven, handlers.tell_searchers)
    news.subscribe(OpennessErased, handlers.forget_erased)
    for hears_of_its_end in (handlers.let_go_days, end_talks, openness_ended):
        news.subscribe(OpennessWithdrawn, hears_of_its_end)
    news.subscribe(ContractSigned, contract_signed)
    news.subscribe(LicenceChanged, dues.licence_changed)
    news.subscribe(LicenceChanged, terms_changed)
    news.subscribe(FundsHeld, funds_arrived)
    news.subscribe(UseMetered, charge)
    news.subscribe(LeaseUseReported, charge_offline)
    news.subscribe(UseReported, charge_reported)


def token_key_of(settings: Settings) -> TokenKey:
    """The key of the gate's render tokens. Raises: Refused(`settings.secret_missing`)."""
    seed = settings.secret_bytes("token_key")
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    return TokenKey(seed, public, settings.base_url)


def paper_works_of(library: Library, *, now: Instant) -> PaperWorks:
    """The press and the seals; a library that was given no certificates of its own seals as a demo."""
    authority = open_demo_authority(library.settings.data_dir / "authority", "Propria", now=now)
    revoked = (authority.revoked,) if authority.revoked else ()
    kit = SealKit(authority.sealing, "Propria", OwnTimeStamps(authority.stamping), revoked)
    return PaperWorks(_press(), kit, library.blobs, (authority.root,))


@functools.cache
def _press() -> Press:
    """One press a process: its typesetters are kept warm for every contract."""
    return Press()


def sealer_of(settings: Settings, *, now: Instant) -> Sealer:
    """What seals outputs; a library that was given no certificates of its own seals as a demo."""
    return open_sealer(settings.data_dir / "authority-c2pa", "Propria", now=now)


def engines_of(library: Library, safe: Safe, slot: EngineSlot) -> Engines:
    """What can be rendered, by kind."""
    return {
        Take.kind: TakeEngine(library.database, safe),
        Line.kind: LineEngine(library.database, safe, library.clock, slot),
        Performance.kind: PerformanceEngine(library.database, safe, library.clock, slot),
    }


def provider_of(settings: Settings, *, demo: bool) -> IdentityProvider:
    """The sign-in provider whose word this library takes, if any."""
    if not settings.oidc_issuer:
        return NoProvider()
    secret = settings.oidc_client_secret.reveal() if settings.oidc_client_secret else ""
    return OidcProvider(settings.oidc_issuer, settings.oidc_client_id, secret, demo=demo)


def render_desk(library: Library, notary: Notary, sealer: Sealer, slot: EngineSlot) -> renders.Desk:
    """The desk that renders are made at, with its durable job registered."""
    safe = Safe(library.blobs, library.keys)
    desk = renders.Desk(library, safe, notary, sealer, engines_of(library, safe, slot))
    library.jobs.register(renders.NAME, functools.partial(renders.carry_out, desk=desk), at_once=2)
    return desk


def ceremonies_of(notary: Notary, safe: Safe, office: Office) -> Ceremonies:
    """What the signing host needs from the contexts."""

    def keys_of(person_id: str, db: Session) -> list[SigningKeyOption]:
        return [
            SigningKeyOption(k.public.key_id, k.public.kind, to_b64(k.credential_id or b""))
            for k in parties.signing_keys(person_id, db=db)
        ]

    return Ceremonies(
        acts=acts_of(notary, safe, office),
        resolver=lambda db: parties.resolver(db=db),
        keys_of=keys_of,
        demo_sign=lambda person_id, digest, key_id, db: demo_keys.sign_with_demo_key(
            person_id, digest, key_id, db=db
        ),
    )


@dataclass(frozen=True)
class Propria:
    """One running library as an ASGI application of two hosts that share nothing but the record.

    A demo has a third kind of host: the invented people's own sites.
    """

    library: Library
    notary: Notary
    main: Litestar
    signing: Litestar
    sites: DemoSites
    parts: dict[str, Any]

    def over(
        self,
        library: Library,
        notary: Notary,
        *,
        domain_pages: DomainPages | None = None,
        engine: EngineSlot | None = None,
    ) -> "Propria":
        """The same two hosts over another library with the same addresses and session secret.

        From now on they answer for that library alone: a restored copy takes the place of a damaged one.
        """
        engine = engine or self.parts["engine_slot"]
        self.parts.update(parts_of(library, notary, domain_pages=domain_pages, engine=engine))
        return replace(self, library=library, notary=notary, sites=self.parts["demo_sites"])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer on the host that was asked; the signing host serves the signing page and nothing else."""
        if scope["type"] not in ("http", "websocket"):
            await self.main(scope, receive, send)
            return
        host = dict(scope.get("headers", [])).get(b"host", b"").decode("latin-1")
        name = host.partition(":")[0]
        if self.notary.is_demo and name.endswith(SITE_ENDING):
            await self.sites(scope, receive, send)
        elif name == self.notary.signing_rp_id:
            await self.signing(scope, receive, send)
        else:
            await self.main(scope, receive, send)


def register_work(library: Library, safe: Safe, slot: EngineSlot) -> None:
    """Looks at recordings that come into the vault, and builds of replicas, become durable jobs of this library."""
    looker = quality.Looker(library.database, safe, library.clock, look_by(slot), slot.shares_with)
    quality.register(library.jobs, looker)
    builder = builds.Builder(library.database, safe, library.clock, slot, library.settings.base_url)
    builds.register(library.jobs, builder)


def parts_of(
    library: Library,
    notary: Notary,
    *,
    domain_pages: DomainPages | None = None,
    engine: EngineSlot | None = None,
) -> dict[str, Any]:
    """What routes are handed by name, all of it over one library."""
    settings, now = library.settings, library.clock.now()
    main_rp_id = settings.base_url.partition("://")[2].partition(":")[0].partition("/")[0]
    sealer = sealer_of(settings, now=now)
    safe, slot = Safe(library.blobs, library.keys), engine or slot_of(settings)
    register_work(library, safe, slot)
    archives.register(library, safe, notary.origin)
    return {
        "library": library,
        "notary": notary,
        "ceremonies": ceremonies_of(notary, safe, office := Office(notary, settings.base_url)),
        "office": office,
        "main_host": RelyingHost(main_rp_id, settings.base_url),
        "demo_sites": DemoSites(),
        "domain_pages": domain_pages or HttpDomainPages(demo=notary.is_demo, resolver=settings.dns_resolver),
        "identity_provider": provider_of(settings, demo=notary.is_demo),
        "safe": safe,
        "engine_slot": slot,
        "who_is_in": who_is_in(slot),
        "watch": watch_by(slot),
        "looks_with": slot.shares_with,
        "held_alone": holds.held_alone,
        "held_elsewhere": holding.held_elsewhere,
        "origin_of": origins.origin_of(library, sealer),
        "token_key": token_key_of(settings),
        "sealer": sealer,
        "desk": render_desk(library, notary, sealer, slot),
        "paper_works": paper_works_of(library, now=now),
        "rates": rates_of(settings.rates_file, base=settings.rates_base, source=settings.rates_source),
        "charged": lambda use_id, db: royalties.charged_for(use_id, db=db),
        "licence_effects": effects.licence_effects(library.clock),
        "replica_effects": effects.replica_effects(library.clock),
        "effects_of": effects.effects_of(library.clock),
    }


SIGNING_PARTS = ("library", "notary", "ceremonies")


def _handed(parts: dict[str, Any]) -> dict[str, Provide]:
    def provide(name: str) -> Provide:
        def give() -> Any:
            return parts[name]

        return Provide(give, sync_to_thread=False)

    return {name: provide(name) for name in parts}


def build(
    library: Library,
    notary: Notary,
    *,
    domain_pages: DomainPages | None = None,
    engine: EngineSlot | None = None,
) -> Propria:
    """Put the application together over one library; without another engine, replicas are made by the embedded one."""
    settings = library.settings
    parts = parts_of(library, notary, domain_pages=domain_pages, engine=engine)
    handed = _handed(parts)
    readers = {
        "form": Provide(provide_form),
        "visitor": Provide(guards.provide_visitor, sync_to_thread=True),
        "actor": Provide(guards.provide_actor, sync_to_thread=False),
    }
    kit = KitSettings(
        secret=settings.secret("session_secret").reveal(),
        sign_origin=notary.signing_origin,
        https=settings.base_url.startswith("https://"),
    )
    main = Litestar(
        route_handlers=[
            Router("/api/v1", route_handlers=assembly.API),
            Router("/", route_handlers=assembly.PAGES),
        ],
        dependencies=handed | readers,
        before_send=[operations.counts_answers(lambda: parts["library"].metrics)],
        plugins=[WebKit(kit, shell=lambda request: shell.shell_for(parts["library"])(request))],
        logging_config=None,
        openapi_config=OpenAPIConfig(
            title="Propria", version=__version__, path="/docs/openapi", use_handler_docstrings=True
        ),
    )
    shared = {name: handed[name] for name in SIGNING_PARTS}
    signing = signing_host.build(shared, assembly.SIGNING, https=kit.https)
    return Propria(library, notary, main, signing, parts["demo_sites"], parts)
