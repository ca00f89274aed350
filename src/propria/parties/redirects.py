"""Where a page's form leads when a signature is due: the signing host, with the id of what waits there."""

from litestar.response import Redirect

from propria.parties.routes import signing_url
from propria.plumbing.web.forms import see_other
from propria.record.model import Notary


def go_and_sign(notary: Notary, request_id: str) -> Redirect:
    """To the signing page of this request."""
    return see_other(signing_url(notary, request_id))
