"""What the machinery says when it cannot do its part; every code starts with `plumbing.`."""

from propria.kernel.errors import PropriaError


class Unavailable(PropriaError):
    """The machine, not a rule, says no: nothing was done, and asking again may work."""

    status = 503
