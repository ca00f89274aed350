"""What `./run bench casting` makes of a peer that answers, errs, is killed, or is slow: what it sent counts, and why it ended."""

import os
import signal
import time

import pytest
from benchmarks.matching.peers import install, measure
from tests.rules.casting.libraries import library, question, ranking, vectors

from propria.casting.matching.columns import columns_of
from propria.casting.matching.segment import Segment

pytestmark = pytest.mark.thorough
SIZE = 40


class _Peer:
    """Finds row 1 for every question; what it does at its third is its own. (It is asked the first one twice.)"""

    name, modules, packages = "one", ("json",), ("json",)

    def __init__(self, columns, rows, folder):
        (folder / "kept").write_bytes(bytes(1000))
        self.asked = 0

    def ask(self, question):
        self.asked += 1
        if self.asked > 2:
            self.third()
        return [1]

    def third(self):
        return None

    def close(self):
        return None

    @classmethod
    def version(cls):
        return "1"

    @staticmethod
    def stop(folder):
        return None


class _Errs(_Peer):
    def third(self):
        raise ValueError("no such column")


class _IsKilled(_Peer):
    def third(self):
        os.kill(os.getpid(), signal.SIGKILL)


class _IsSlow(_Peer):
    def third(self):
        time.sleep(30)


class _CannotBeHad(_Peer):
    name, modules, packages = "other", ("no_such_module_anywhere",), ("no_such_package",)


class _Asked:
    def __init__(self, seed):
        self.asked, self.ranking = question(seed), ranking(seed, vectors(3, SIZE))


@pytest.mark.parametrize(
    ("kind", "answered", "why"),
    [
        (_Peer, 3, ""),
        (_Errs, 1, "ValueError: no such column"),
        (_IsKilled, 1, "ended by signal 9"),
        (_IsSlow, 1, "out of time"),
    ],
)
def test_what_a_peer_sent_before_it_ended_is_kept(kind, answered, why):
    segment = Segment.of(columns_of(library(3, SIZE), vectors(3, SIZE)))
    asked = [(n, _Asked(n)) for n in range(3)]
    made = measure(kind, segment, SIZE, asked, None, rounds=1, seconds=2.0 if kind is _IsSlow else 60.0)
    assert made.stopped == why
    assert list(made.briefs) == list(range(answered))
    assert all(ours > 0 and theirs >= 0 and found == [1] for ours, theirs, found in made.briefs.values())
    assert made.built["version"] == "1"


def test_a_peer_that_cannot_be_installed_is_named_with_the_reason_and_takes_no_other_along(tmp_path):
    wanted, tried = tmp_path / "peers.txt", []
    wanted.write_text("json==1.0 \\\n    --hash=sha256:00\nno-such-package==2.0 \\\n    --hash=sha256:11\n")

    def installer(pins, folder):
        tried.append(pins.count("=="))
        return "No matching distribution" if "no-such-package" in pins else ""

    assert install([_Peer], wanted, tmp_path, installer) == {}
    assert tried == []
    missing = install([_Peer, _CannotBeHad], wanted, tmp_path, installer)
    assert missing == {"other": "not installed: No matching distribution"}
    assert tried == [2, 1, 1]
