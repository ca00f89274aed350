"""Which routes the library answers, context by context, in the order of the story."""

from typing import Any

from propria.alerts import page_routes as alerts_pages
from propria.alerts import routes as alerts
from propria.api import operations
from propria.casting import page_routes as casting_pages
from propria.casting import routes as casting
from propria.casting.briefs import routes as brief_routes
from propria.casting.compare import routes as compare_routes
from propria.casting.days import page_routes as days_page_routes
from propria.casting.days import routes as days_routes
from propria.casting.pictures import routes as picture_routes
from propria.casting.plans import page_routes as plan_page_routes
from propria.casting.plans import routes as plan_routes
from propria.casting.profiles import routes as profile_routes
from propria.casting.roles import routes as role_routes
from propria.casting.scripts import routes as script_routes
from propria.casting.search import saved_routes as search_routes
from propria.casting.shares import routes as share_routes
from propria.casting.shortlists import routes as folder_routes
from propria.casting.sides import routes as sides_routes
from propria.casting.submissions import routes as submission_routes
from propria.casting.tapes import routes as tape_routes
from propria.consent import page_routes as consent_pages
from propria.consent import routes as consent
from propria.custody import page_routes as custody_pages
from propria.custody import routes as custody
from propria.deals import (
    brought_routes,
    change_page_routes,
    change_routes,
    invitation_routes,
    paper_page_routes,
    rules_routes,
)
from propria.deals import page_routes as deals_pages
from propria.deals import routes as deals
from propria.disputes import lookalike_page_routes, lookalike_routes
from propria.disputes import page_routes as disputes_pages
from propria.disputes import routes as disputes
from propria.disputes.archive import page_routes as archive_pages
from propria.disputes.archive import routes as archives
from propria.journeys import calendar_routes, desk_routes
from propria.journeys import page_routes as journeys_pages
from propria.licences import announce_routes, lease_page_routes, lease_routes
from propria.licences import page_routes as licences_pages
from propria.licences import routes as licences
from propria.likeness import holding_page_routes
from propria.likeness import page_routes as likeness_pages
from propria.likeness import routes as likeness
from propria.likeness.checks import page_routes as check_pages
from propria.likeness.checks import routes as checks
from propria.likeness.coaching import page_routes as coach_pages
from propria.likeness.exports import page_routes as export_page_routes
from propria.likeness.exports import routes as export_routes
from propria.likeness.orders import page_routes as order_page_routes
from propria.likeness.orders import routes as order_routes
from propria.likeness.returns import page_routes as return_pages
from propria.likeness.returns import routes as return_routes
from propria.likeness.uploads import routes as upload_routes
from propria.parties import page_routes as parties_pages
from propria.parties import routes as parties
from propria.parties.colleagues import page_routes as team_page_routes
from propria.parties.colleagues import routes as colleague_routes
from propria.parties.estates import routes as estate_routes
from propria.parties.groups import routes as group_routes
from propria.parties.guilds import routes as guild_routes
from propria.parties.identity import routes as identity_routes
from propria.parties.keys import page_routes as key_page_routes
from propria.parties.keys import routes as key_routes
from propria.parties.keys import signing_routes
from propria.parties.mandates import routes as mandate_routes
from propria.parties.minors import routes as minor_routes
from propria.parties.reviews import page_routes as review_page_routes
from propria.parties.reviews import routes as review_routes
from propria.parties.ties import page_routes as ties_page_routes
from propria.provenance import page_routes as provenance_pages
from propria.provenance import routes as provenance
from propria.publicity import page_routes as publicity_pages
from propria.publicity import routes as publicity
from propria.publicity import sitemap
from propria.record import log_routes
from propria.record import page_routes as record_pages
from propria.record import routes as record
from propria.replicas import page_routes as replicas_pages
from propria.replicas import routes as replicas
from propria.royalties import page_routes as royalties_pages
from propria.royalties import routes as royalties
from propria.usage import (
    clip_page_routes,
    report_page_routes,
    report_routes,
    stand_in_page_routes,
    trained_routes,
)
from propria.usage import page_routes as usage_pages
from propria.usage import routes as usage
from propria.web import routes as web

API: list[Any] = [
    *operations.API,
    *parties.HANDLERS,
    *key_routes.HANDLERS,
    *mandate_routes.HANDLERS,
    *minor_routes.HANDLERS,
    *guild_routes.HANDLERS,
    *estate_routes.HANDLERS,
    *group_routes.HANDLERS,
    *identity_routes.HANDLERS,
    *review_routes.HANDLERS,
    *colleague_routes.HANDLERS,
    *alerts.HANDLERS,
    *consent.HANDLERS,
    *likeness.HANDLERS,
    *export_routes.HANDLERS,
    *order_routes.HANDLERS,
    *upload_routes.HANDLERS,
    *return_routes.HANDLERS,
    *checks.HANDLERS,
    *replicas.HANDLERS,
    *casting.HANDLERS,
    *brief_routes.API,
    *compare_routes.API,
    *folder_routes.API,
    *submission_routes.API,
    *role_routes.API,
    *sides_routes.API,
    *tape_routes.API,
    *plan_routes.HANDLERS,
    *days_routes.HANDLERS,
    *profile_routes.API,
    *picture_routes.API,
    *share_routes.API,
    *search_routes.API,
    *script_routes.API,
    *deals.HANDLERS,
    *change_routes.HANDLERS,
    *rules_routes.API,
    *brought_routes.HANDLERS,
    *invitation_routes.API,
    *calendar_routes.API,
    *licences.HANDLERS,
    *lease_routes.HANDLERS,
    *announce_routes.HANDLERS,
    *provenance.HANDLERS,
    *usage.HANDLERS,
    *report_routes.HANDLERS,
    *trained_routes.HANDLERS,
    *custody.HANDLERS,
    *royalties.HANDLERS,
    *publicity.HANDLERS,
    *disputes.HANDLERS,
    *lookalike_routes.HANDLERS,
    *archives.HANDLERS,
]
PAGES: list[Any] = [
    *operations.PAGES,
    *web.HANDLERS,
    *log_routes.HANDLERS,
    *record_pages.HANDLERS,
    *parties_pages.HANDLERS,
    *key_page_routes.HANDLERS,
    *ties_page_routes.HANDLERS,
    *review_page_routes.HANDLERS,
    *team_page_routes.HANDLERS,
    *alerts_pages.HANDLERS,
    *consent_pages.HANDLERS,
    *likeness_pages.HANDLERS,
    *coach_pages.HANDLERS,
    *export_page_routes.HANDLERS,
    *order_page_routes.HANDLERS,
    *holding_page_routes.HANDLERS,
    *upload_routes.HANDLERS,
    *return_pages.HANDLERS,
    *check_pages.HANDLERS,
    *publicity_pages.HANDLERS,
    *sitemap.HANDLERS,
    *journeys_pages.HANDLERS,
    *calendar_routes.HANDLERS,
    *replicas_pages.HANDLERS,
    *casting_pages.HANDLERS,
    *brief_routes.PAGES,
    *folder_routes.PAGES,
    *submission_routes.PAGES,
    *role_routes.PAGES,
    *sides_routes.PAGES,
    *tape_routes.PAGES,
    *plan_page_routes.HANDLERS,
    *days_page_routes.HANDLERS,
    *profile_routes.PAGES,
    *picture_routes.PAGES,
    *share_routes.PAGES,
    *search_routes.PAGES,
    *script_routes.PAGES,
    *deals_pages.HANDLERS,
    *invitation_routes.PAGES,
    *change_page_routes.HANDLERS,
    *paper_page_routes.HANDLERS,
    *rules_routes.HANDLERS,
    *licences_pages.HANDLERS,
    *lease_page_routes.HANDLERS,
    *provenance_pages.HANDLERS,
    *usage_pages.HANDLERS,
    *report_page_routes.HANDLERS,
    *stand_in_page_routes.HANDLERS,
    *clip_page_routes.HANDLERS,
    *custody_pages.HANDLERS,
    *royalties_pages.HANDLERS,
    *disputes_pages.HANDLERS,
    *lookalike_page_routes.HANDLERS,
    *archive_pages.HANDLERS,
    *desk_routes.HANDLERS,
]
SIGNING: list[Any] = [*record.HANDLERS, *signing_routes.HANDLERS]
