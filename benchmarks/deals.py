"""What a deal costs: its contract, its comparison, and a library full of open negotiations. Asserts no times.

Run it from the repository: `python benchmarks/deals.py [negotiations] [--json]` (100000 unless said). Each figure stands
beside a peer or a limit of the same run: the contract beside the bare typesetter, which no contract can go below, and the
design's limit, and its reading beside pdfsig; diff and lint beside one `json.dumps` of the same sheet; a list and an act in a
full library beside the same in one that holds a hundredth of it, and the act beside an append and fdatasync. The negotiations
are copies of one that was really made, in one `INSERT … SELECT` a table; they are other people's than whoever lists and acts,
but for `list of all` (twenty) and `page of all` (fifty), which are asked by whom they are all with.
"""

import itertools
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from sqlalchemy import text  # noqa: E402
from tests.cast import a_stage  # noqa: E402
from tests.deals import a_brief, an_offer, sheet  # noqa: E402
from tests.rules.deals_papers.sample import contract_paper  # noqa: E402
from tests.stories.pages.reader import Reader  # noqa: E402
from tests.terms import film_terms, series_scope  # noqa: E402

from propria.deals import tables  # noqa: E402
from propria.deals.papers.certificates import demo_authority  # noqa: E402
from propria.deals.papers.contract import contract_file, seal_boxes  # noqa: E402
from propria.deals.papers.facts import read_pdf  # noqa: E402
from propria.deals.papers.paper import Words  # noqa: E402
from propria.deals.papers.press import Press  # noqa: E402
from propria.deals.papers.seals import PartyAct, SealKit, archive, attest, certify  # noqa: E402
from propria.deals.papers.stamps import OwnTimeStamps  # noqa: E402
from propria.kernel.time import instant  # noqa: E402
from propria.scope.diff import diff  # noqa: E402
from propria.scope.lint import lint  # noqa: E402

NEGOTIATIONS = 100_000
NOW = instant("2026-11-22T10:05:00Z")
LIMIT_SECONDS = 0.6
"""The budget of the design: a contract generated and twice signed."""


def figures(seconds, unit=1000.0, name="ms"):
    """p50 and p99."""
    ordered = sorted(each * unit for each in seconds)
    last = ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]
    return {f"p50_{name}": round(statistics.median(ordered), 3), f"p99_{name}": round(last, 3)}


def timed(count, *works):
    """Each work `count` times, turn by turn, so that a busy machine slows all alike."""
    taken = [[] for _ in works]
    for _ in range(count):
        for work, kept in zip(works, taken, strict=True):
            begun = time.perf_counter()
            work()
            kept.append(time.perf_counter() - begun)
    return taken


def contract_figures(count):
    """A contract set, certified, attested twice, archived and read back; the peer is the press alone."""
    authority = demo_authority("Bench", now=NOW)
    kit, paper = (
        SealKit(authority.sealing, "Bench", OwnTimeStamps(authority.stamping), (authority.revoked,)),
        contract_paper(),
    )
    numbers = itertools.count()
    acts = [
        PartyAct(side, Words("签署本合同", "signed this contract"), mark * 64, entry, NOW)
        for entry, (side, mark) in enumerate((("performer", "a"), ("creator", "b")), 1)
    ]
    with Press() as press:
        file = contract_file(paper, press)

        def fresh():
            """Another contract each time: a typesetter that has set this one before sets it from memory."""
            return replace(paper, contract_id=f"{paper.contract_id[:-6]}{next(numbers):06d}")

        def whole():
            made = contract_file(fresh(), press)
            sealed = certify(made.pdf, seal_boxes(paper), made.terms_digest, kit, now=NOW)
            for act in acts:
                sealed = attest(sealed, act, kit, press, now=NOW)
            return archive(sealed, kit, now=NOW)

        sealed = whole()
        press_alone, signed, read = timed(
            count,
            lambda: contract_file(fresh(), press),
            whole,
            lambda: read_pdf(sealed, [authority.root], now=NOW),
        )
        peer = pdfsig_seconds(sealed, count)
    made = statistics.median(signed)
    return {
        "press_alone": figures(press_alone),
        "generated_and_twice_sealed": figures(signed),
        "verified": figures(read),
        "bytes": {"contract": len(file.pdf), "sealed": len(sealed)},
        "pdfsig": figures(peer) if peer else None,
        "sealed_of_the_limit": round(made / LIMIT_SECONDS, 2),
        "sealed_of_the_press": round(made / statistics.median(press_alone), 2),
        "verified_of_pdfsig": round(statistics.median(read) / statistics.median(peer), 2) if peer else None,
    }


def pdfsig_seconds(sealed, count):
    """The same file read by poppler's pdfsig, which does not compare revisions; nothing where it is not installed."""
    if shutil.which("pdfsig") is None:
        return []
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(sealed)
        file.flush()
        words = ["pdfsig", "-nocert", file.name]
        return timed(count, lambda: subprocess.run(words, capture_output=True, check=False))[0]


def algebra_figures(count):
    """The effect diff and the specificity linter, beside one json.dumps of the same sheet."""
    one = series_scope()
    other = series_scope(act=["dub"], territory=["CN", "SG"], language=["zh", "en"])
    raw = sheet()
    dumps, diffs, lints = timed(
        count, lambda: json.dumps(raw), lambda: diff(one, other), lambda: lint(one, signing_at=NOW)
    )
    peer = statistics.median(dumps)
    return {
        "json_dumps": figures(dumps, 1e6, "us"),
        "diff": figures(diffs, 1e6, "us") | {"of_json_dumps": round(statistics.median(diffs) / peer, 2)},
        "lint": figures(lints, 1e6, "us") | {"of_json_dumps": round(statistics.median(lints) / peer, 2)},
    }


def signed_figures(count):
    """A contract generated, signed by both with passkeys, sealed and read back, over HTTP; each over a deal of its own.

    The keys of the stage sign in this process, in place of two people and their authenticators.
    """
    taken = {"generated": [], "signed_twice": [], "sealed": [], "verified": []}
    with (
        tempfile.TemporaryDirectory() as name,
        a_stage(Path(name), database_url=f"sqlite:///{name}/deals.db") as stage,
    ):
        mina, cleo = stage.open_performer("mina", film_terms()), stage.keyed("cleo")
        brief = a_brief(cleo)
        for _ in range(count):
            stage.passes(hours=2)
            one_contract(stage, mina, cleo, brief, taken)
    whole = [sum(parts) for parts in zip(taken["generated"], taken["signed_twice"], strict=True)]
    return {name: figures(seconds) for name, seconds in taken.items()} | {
        "generated_and_signed_twice": figures(whole),
        "of_the_limit": round(statistics.median(whole) / LIMIT_SECONDS, 2),
    }


def one_contract(stage, mina, cleo, brief, taken):
    """One agreed deal to its sealed contract, each step's seconds added to `taken`."""
    deal = an_offer(cleo, mina.performer_id, brief).json()["deal"]
    mina.asked(f"/api/v1/deals/{deal}/agree")

    def step(name, work):
        begun = time.perf_counter()
        found = work()
        taken[name].append(time.perf_counter() - begun)
        return found

    made = step("generated", lambda: cleo.asked(f"/api/v1/deals/{deal}/contract"))
    where = f"/api/v1/contracts/{made['contract']}"
    step("signed_twice", lambda: [who.signs(who.asked(f"{where}/sign")) for who in (cleo, mina)])
    sealed = step("sealed", lambda: mina.get(f"{where}/sealed").content)
    roots = stage.propria.parts["paper_works"].roots
    facts = step("verified", lambda: read_pdf(sealed, roots, now=stage.now))
    assert all(one.intact for one in facts.signatures)
    assert {"operator", "performer", "creator"} <= {one.field for one in facts.signatures}


def filled(stage, size):
    """One real negotiation and `size` copies of it, all open."""
    mina, cleo = stage.open_performer("mina", film_terms()), stage.keyed("cleo")
    deal = an_offer(cleo, mina.performer_id, a_brief(cleo)).json()["deal"]

    def work(db):
        for table, key in ((tables.deal, "id"), (tables.turn, "deal_id")):
            names = [column.name for column in table.c]
            picked = ", ".join("'off_copy' || n" if name == key else name for name in names)
            copies = (
                "WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < :size) "
                f"INSERT INTO {table.name} ({', '.join(names)}) SELECT {picked} FROM {table.name}, counted WHERE {key} = :deal"
            )
            db.execute(text(copies), {"size": size, "deal": deal})

    stage.propria.library.database.transact(work)


def list_and_act(size, count):
    """A party's list of negotiations and one counter, over HTTP, in a library with `size` open ones of others."""
    place = ROOT / ".propria" if (ROOT / ".propria").exists() else None
    with (
        tempfile.TemporaryDirectory(dir=place) as name,
        a_stage(Path(name), database_url=f"sqlite:///{name}/deals.db") as stage,
    ):
        begun = time.perf_counter()
        filled(stage, size)
        made_seconds = time.perf_counter() - begun
        other = stage.open_performer("wen", film_terms())
        dora = stage.another_creator("dora")
        own = [an_offer(dora, other.performer_id, a_brief(dora)).json()["deal"] for _ in range(5)]
        sides = (other, dora)
        turns = iter(range(10**9))
        descriptor = os.open(Path(name) / "bare", os.O_CREAT | os.O_WRONLY | os.O_APPEND)

        def bare():
            os.write(descriptor, b"x" * 400)
            os.fdatasync(descriptor)

        def act():
            turn = next(turns)
            less = sheet(series_scope(act=["dub"] if turn % 2 else ["dub", "generate"]))
            answer = sides[turn % 2].post(f"/api/v1/deals/{own[0]}/counter", {"sheet": less})
            assert answer.status_code in (200, 201), answer.text

        def own_list():
            assert len(dora.get("/api/v1/deals").json()) == len(own)

        cleo, reader = stage.person("cleo"), Reader(stage).signs_in("cleo")

        def busy_list():
            assert len(cleo.get("/api/v1/deals?limit=20").json()) == 20

        def busy_page():
            assert reader.get("/deals").status_code == 200

        bares, acts, lists, busy, pages = timed(count, bare, act, own_list, busy_list, busy_page)
        os.close(descriptor)
    ratio = round(statistics.median(acts) / statistics.median(bares), 2)
    return {
        "negotiations": size,
        "filled_seconds": round(made_seconds, 2),
        "append_fdatasync": figures(bares),
        "act": figures(acts) | {"of_append_fdatasync": ratio},
        "list": figures(lists),
        "list_of_all": figures(busy),
        "page_of_all": figures(pages),
    }


def measured(size):
    """Everything, the full library beside one a hundredth of its size."""
    few, many = list_and_act(max(1, size // 100), 60), list_and_act(size, 60)
    grown = {each: round(many[each]["p50_ms"] / few[each]["p50_ms"], 2) for each in ("list", "act")}
    return {
        "contract": contract_figures(12),
        "signed": signed_figures(12),
        "algebra": algebra_figures(2_000),
        "few": few,
        "many": many,
        "many_over_few": grown,
    }


def main(words):
    """Measure and print."""
    size = next((int(word) for word in words if word.isdigit()), NEGOTIATIONS)
    found = measured(size)
    if "--json" in words:
        print(json.dumps(found))
        return
    contract, algebra, many = found["contract"], found["algebra"], found["many"]
    for name in ("press_alone", "generated_and_twice_sealed", "verified"):
        print(
            f"{name.replace('_', ' '):<34}{contract[name]['p50_ms']:>10.1f} ms p50{contract[name]['p99_ms']:>10.1f} ms p99"
        )
    print(f"{'sealed / the limit of 0.6 s':<34}{contract['sealed_of_the_limit']:>10.2f}")
    print(f"{'verified / pdfsig':<34}{contract['verified_of_pdfsig'] or 'no pdfsig here':>10}")
    for name, taken in found["signed"].items():
        if name != "of_the_limit":
            print(
                f"over HTTP: {name.replace('_', ' '):<34}{taken['p50_ms']:>10.1f} ms p50{taken['p99_ms']:>10.1f} ms p99"
            )
    print(f"{'over HTTP: signed twice / 0.6 s':<34}{found['signed']['of_the_limit']:>10.2f}")
    for name in ("json_dumps", "diff", "lint"):
        print(
            f"{name.replace('_', ' '):<34}{algebra[name]['p50_us']:>10.1f} µs p50{algebra[name]['p99_us']:>10.1f} µs p99"
        )
    print(f"{many['negotiations']} open negotiations, filled in {many['filled_seconds']} s")
    for name in ("append_fdatasync", "list", "act", "list_of_all", "page_of_all"):
        print(
            f"{name.replace('_', ' '):<34}{many[name]['p50_ms']:>10.2f} ms p50{many[name]['p99_ms']:>10.2f} ms p99"
        )
    print(
        f"against a hundredth of them: list {found['many_over_few']['list']}, act {found['many_over_few']['act']}"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
