"""What a server does by the clock, every few seconds: end what is over, hide what nobody answered, carry alerts."""

import logging
import threading
from dataclasses import dataclass

from propria.alerts.courier import deliver
from propria.casting.pictures import actions as pictures
from propria.casting.tapes import actions as tapes
from propria.consent import actions as consent
from propria.consent import handover
from propria.custody import actions as custody
from propria.deals import life, tellings
from propria.disputes import actions as disputes
from propria.disputes.actions import Office
from propria.disputes.archive import actions as archives
from propria.journeys.alarms import raise_alarms
from propria.licences import announcing
from propria.licences.handlers import warn_of_ends
from propria.likeness import actions as likeness
from propria.likeness.returns import actions as returns
from propria.likeness.safe import Safe
from propria.likeness.uploads import actions as uploads
from propria.parties import actions as parties
from propria.parties.keys import recovery
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.record import signing_page
from propria.record.heads import newest_head
from propria.record.model import Notary
from propria.replicas import actions as replicas
from propria.royalties import actions as royalties
from propria.royalties import endings
from propria.royalties.funds import keeper_of
from propria.usage import elsewhere
from propria.web.sign_page import page_digest

EVERY_SECONDS = 10.0
logger = logging.getLogger("propria.journeys.rounds")


@dataclass(frozen=True)
class Round:
    """What one round did."""

    openness_lapsed: int
    consents_unclaimed: int
    imports_forgotten: int
    recordings_destroyed: int
    replicas_ended: int
    listings_hidden: int
    recoveries_moved: int
    duties_overdue: int
    rows_altered: int
    talks_lapsed: int
    deadlines_told: int
    payments_freed: int
    uses_unreported: int
    licences_settled: int
    announcements_lapsed: int
    alerts_arrived: int
    alerts_failed: int


_Counts = tuple[int, int, int, int, int, int, int, int, int, int, int, int, int, int, int]


def go_round(library: Library, office: Office) -> Round:
    """One round. What changed in public is under a signed checkpoint before anybody is written to."""
    now, safe = library.clock.now(), Safe(library.blobs, library.keys)

    def work(db: Session) -> _Counts:
        lapsed = consent.lapse_openness(now=now, db=db)
        unclaimed = handover.end_unclaimed(now=now, db=db)
        forgotten = parties.lapse_imports(now=now, db=db)
        destroyed = likeness.shred_expired(safe, now=now, db=db)
        uploads.drop_ended(safe, now=now, db=db)
        archives.drop_ended(safe, now=now, db=db)
        pictures.drop_ended(safe, now=now, db=db)
        tapes.destroy_ended(safe, now=now, db=db)
        ended = replicas.end_expired(safe, now=now, db=db)
        hidden = disputes.keep_clocks(office, now=now, db=db)
        moved = recovery.keep_clocks(office.notary, now=now, db=db)
        overdue = custody.flag_overdue(now=now, db=db)
        altered = raise_alarms(now=now, db=db)
        over = life.keep_clocks(now=now, db=db)
        told = sum(
            warn(now=now, db=db) for warn in (tellings.warn_of_deadlines, warn_of_ends, returns.remind)
        )
        freed = royalties.free_held_back(now=now, db=db)
        unreported = elsewhere.charge_unreported(endings.over(now=now, db=db), office.notary, now=now, db=db)
        settled = endings.settle_ended(now=now, db=db)
        unsaid = announcing.lapse_ended(now=now, db=db)
        signing_page.publish(page_digest(), office.notary, now=now, db=db)
        return (
            lapsed,
            unclaimed,
            forgotten,
            destroyed,
            ended,
            hidden,
            moved,
            overdue,
            altered,
            over,
            told,
            freed,
            unreported,
            settled,
            unsaid,
        )

    done = library.database.transact(work)
    lapsed, unclaimed, _, _, ended, hidden, moved, *_, unsaid = done
    if lapsed or unclaimed or ended or hidden or moved or unsaid:
        newest_head(library.database, office.notary, now=now)
    endings.exchange(keeper_of(library.settings.funds_dir), library, now=now)
    arrived, failed = deliver(
        library.database, library.mailer, office.base_url, demo=office.notary.is_demo, now=now
    )
    return Round(*done, arrived, len(failed))


def promise_signing_page(library: Library, notary: Notary) -> None:
    """Log the hash of the signing page, unless the log has it: before a server shows that page to anybody."""
    now, digest = library.clock.now(), page_digest()
    library.database.transact(lambda db: signing_page.publish(digest, notary, now=now, db=db))


def keep_rounds(library: Library, office: Office, stopping: threading.Event) -> threading.Thread:
    """Promise the signing page; then go round until `stopping` is set, in a thread of its own.

    A round that fails is told and the next one goes on.
    """
    promise_signing_page(library, office.notary)

    def run() -> None:
        while not stopping.wait(EVERY_SECONDS):
            try:
                go_round(library, office)
            except Exception as error:
                logger.warning("round.failed", exc_info=error)

    thread = threading.Thread(target=run, name="rounds", daemon=True)
    thread.start()
    return thread
