// Verifies the heart of a Propria bundle with the Go project's own transparency-log code: the log signed
// the checkpoint, every entry is in that log, every entry commits to the statement shown, and the map that the
// last entry commits shows these subjects, the library's own leaf, and this name, or that nobody is listed under it.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run verify.go bundle.json trust.json
//	… go run verify.go --lines    answers `propria conformance --profile log` on standard input
//
// It shares no code with Propria. Signatures by people and how a name folds are verify.mjs's part.
package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type logged struct {
	Entry string   `json:"entry"`
	Index int64    `json:"index"`
	Proof []string `json:"proof"`
}

type bundle struct {
	Format     string   `json:"format"`
	Checkpoint string   `json:"checkpoint"`
	Rotations  []string `json:"rotations"`
	MapEntry   logged   `json:"map_entry"`
	Envelopes  []struct {
		Statement string `json:"statement"`
		Signature struct {
			Kind       string `json:"kind"`
			ClientData string `json:"client_data"`
		} `json:"signature"`
		Salt   string `json:"salt"`
		Logged logged `json:"logged"`
	} `json:"envelopes"`
	Continuations []struct {
		Size  int64    `json:"size"`
		Proof []string `json:"proof"`
	} `json:"continuations"`
	Subjects []struct {
		Subject string          `json:"subject"`
		Leaf    json.RawMessage `json:"leaf"`
		Proof   mapProof        `json:"proof"`
		Chain   []string        `json:"chain"`
	} `json:"subjects"`
	Name *struct {
		Folded string          `json:"folded"`
		Leaf   json.RawMessage `json:"leaf"`
		Proof  mapProof        `json:"proof"`
	} `json:"name"`
	Operator *struct {
		Leaf  json.RawMessage `json:"leaf"`
		Proof mapProof        `json:"proof"`
	} `json:"operator"`
}

type mapProof struct {
	Siblings []*string `json:"siblings"`
	Other    *struct {
		Key       string `json:"key"`
		ValueHash string `json:"value_hash"`
	} `json:"other"`
}

type trust struct {
	Logs []struct {
		Vkey string `json:"vkey"`
	} `json:"logs"`
}

type asOf struct {
	Size int64  `json:"size"`
	Root string `json:"root"`
}

type notVerified struct {
	what string
	err  error
}

func main() {
	if len(os.Args) == 2 && os.Args[1] == "--lines" {
		answerLines()
		return
	}
	defer func() {
		if refused, ok := recover().(notVerified); ok {
			fmt.Fprintf(os.Stderr, "not verified: %s: %v\n", refused.what, refused.err)
			os.Exit(2)
		}
	}()
	if len(os.Args) != 3 {
		fail("usage", fmt.Errorf("verify bundle.json trust.json"))
	}
	verify(readFile(os.Args[1]), readFile(os.Args[2]), os.Stdout)
}

func answerLines() {
	lines := bufio.NewReader(os.Stdin)
	for {
		line, err := lines.ReadBytes('\n')
		if err == io.EOF {
			return
		}
		var q struct{ ID, Bundle, Trust string }
		if err == nil {
			err = json.Unmarshal(line, &q)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		answer, _ := json.Marshal(map[string]string{"id": q.ID, "log": judge(q.Bundle, q.Trust)})
		fmt.Println(string(answer))
	}
}

func judge(bundle, trust string) (word string) {
	defer func() {
		if refused := recover(); refused != nil {
			if _, ok := refused.(notVerified); !ok {
				panic(refused)
			}
			word = "false"
		}
	}()
	verify([]byte(bundle), []byte(trust), io.Discard)
	return "true"
}

func verify(bundleText, trustText []byte, out io.Writer) {
	var b bundle
	var t trust
	claim, bundleText := evidenceOf(bundleText)
	fail("bundle", json.Unmarshal(bundleText, &b))
	fail("trust", json.Unmarshal(trustText, &t))
	if b.Format != "propria-bundle/1" {
		fail("format", fmt.Errorf("%q", b.Format))
	}
	origin, size, root := openCheckpoint(b.Checkpoint, b.Rotations, t, out)
	checkIncluded(b.MapEntry, size, root)
	if b.MapEntry.Index != size-1 {
		fail("map entry", fmt.Errorf("it is not the last"))
	}
	for _, e := range b.Envelopes {
		checkIncluded(e.Logged, size, root)
		digest := sha256.Sum256([]byte("propria/v1/statement\x00" + e.Statement))
		checkCommitment(e.Logged.Entry, decode(e.Salt), digest[:])
		if e.Signature.Kind == "webauthn" {
			checkChallenge(decode(e.Signature.ClientData), digest[:])
		}
		checkContinues(b, e.Statement, size, root)
		fmt.Fprintf(out, "entry %d commits to statement %x\n", e.Logged.Index, digest)
	}
	checkMap(b, origin, mapRoot(b.MapEntry.Entry), out)
	fmt.Fprintf(out, "ok: %d statements\n", len(b.Envelopes))
	if claim != "" {
		fmt.Fprintf(out, "not judged: the sentence %q; only its evidence was checked\n", claim)
	}
}

// A claim's bundle holds a sentence and the bundle that it rests on. The bundle is checked; the sentence is not judged.
func evidenceOf(text []byte) (string, []byte) {
	var found struct {
		Format, Claim string
		Bundle        json.RawMessage
	}
	fail("bundle", json.Unmarshal(text, &found))
	if found.Format != "propria-claim/1" {
		return "", text
	}
	return found.Claim, found.Bundle
}

func openCheckpoint(text string, rotations []string, t trust, out io.Writer) (string, int64, tlog.Hash) {
	var verifiers []note.Verifier
	for _, log := range t.Logs {
		v, err := note.NewVerifier(log.Vkey)
		fail("vkey", err)
		verifiers = append(verifiers, followed(v, rotations, out)...)
	}
	opened, err := note.Open([]byte(text), note.VerifierList(verifiers...))
	fail("checkpoint signature", err)
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || opened.Sigs[0].Name != lines[0] {
		fail("checkpoint", fmt.Errorf("it is of another log"))
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	fail("checkpoint size", err)
	root, err := tlog.ParseHash(lines[2])
	fail("checkpoint root", err)
	fmt.Fprintf(out, "checkpoint of %s: %d entries, root %s\n", lines[0], size, root)
	return lines[0], size, root
}

// The log's key, and those that notes lead to, each signed by the one before it; what that did not sign leads nowhere.
func followed(key note.Verifier, rotations []string, out io.Writer) []note.Verifier {
	keys := []note.Verifier{key}
	for _, text := range rotations {
		last := keys[len(keys)-1]
		opened, err := note.Open([]byte(text), note.VerifierList(last))
		if err != nil {
			continue
		}
		lines := strings.Split(opened.Text, "\n")
		if len(lines) != 4 || lines[0] != "propria/v1/log-key-rotation" || lines[1] != last.Name() {
			continue
		}
		next, err := note.NewVerifier(lines[2])
		if err != nil || next.Name() != last.Name() || next.KeyHash() == last.KeyHash() {
			continue
		}
		fmt.Fprintf(out, "the log's key is followed by %s\n", lines[2])
		keys = append(keys, next)
	}
	return keys
}

func checkIncluded(l logged, size int64, root tlog.Hash) {
	err := tlog.CheckRecord(hashes(l.Proof), size, root, l.Index, tlog.RecordHash([]byte(l.Entry)))
	fail(fmt.Sprintf("inclusion of entry %d", l.Index), err)
}

func checkCommitment(entry string, salt, digest []byte) {
	var found struct {
		Commitment string `json:"commitment"`
	}
	fail("entry", json.Unmarshal([]byte(entry), &found))
	commitment := sha256.Sum256(append(append([]byte{}, salt...), digest...))
	if !bytes.Equal(commitment[:], decode(found.Commitment)) {
		fail("commitment", fmt.Errorf("the entry commits to something else"))
	}
}

func checkChallenge(clientData, digest []byte) {
	var found struct {
		Challenge string `json:"challenge"`
	}
	fail("client data", json.Unmarshal(clientData, &found))
	if !bytes.Equal(decode(found.Challenge), digest) {
		fail("challenge", fmt.Errorf("the passkey signed other words"))
	}
}

func checkContinues(b bundle, statement string, size int64, root tlog.Hash) {
	var said struct {
		AsOf *asOf `json:"as_of"`
	}
	fail("statement", json.Unmarshal([]byte(statement), &said))
	if said.AsOf == nil {
		return
	}
	for _, c := range b.Continuations {
		if c.Size == said.AsOf.Size {
			err := tlog.CheckTree(tlog.TreeProof(hashes(c.Proof)), size, root, c.Size, hash(said.AsOf.Root))
			fail(fmt.Sprintf("the log continues from %d", c.Size), err)
		}
	}
}

func mapRoot(entry string) tlog.Hash {
	var found struct{ Kind, Root string }
	fail("map entry", json.Unmarshal([]byte(entry), &found))
	if found.Kind != "map" {
		fail("map entry", fmt.Errorf("it is of kind %q", found.Kind))
	}
	return hash(found.Root)
}

// A leaf's text is canonical as it stands in the file, since the whole file is; so it is hashed as it is.
func checkMap(b bundle, origin string, root tlog.Hash, out io.Writer) {
	for _, s := range b.Subjects {
		checkLeaf("subject "+s.Subject, root, labelled("propria/v1/map/subject", []byte(s.Subject)), s.Leaf, s.Proof)
		checkChain(s.Subject, s.Leaf, s.Chain)
	}
	if b.Operator != nil {
		subject := librarySubject(origin)
		checkShown("operator", root, labelled("propria/v1/map/subject", []byte(subject)), b.Operator.Leaf, b.Operator.Proof)
		fmt.Fprintf(out, "operator's keys: %s\n", b.Operator.Leaf)
	}
	if b.Name == nil {
		return
	}
	checkShown("name", root, labelled("propria/v1/map/name", []byte(b.Name.Folded)), b.Name.Leaf, b.Name.Proof)
	if string(b.Name.Leaf) != "null" {
		fmt.Fprintf(out, "name %q: %s\n", b.Name.Folded, b.Name.Leaf)
		return
	}
	fmt.Fprintf(out, "name %q: nobody\n", b.Name.Folded)
}

// The library's own subject, as anybody works it out from the log's name: 52 digits of 5 bits, the lowest first.
func librarySubject(origin string) string {
	digest := sha512.Sum512([]byte("propria/v1/library-subject\x00" + origin))
	number, low := new(big.Int).SetBytes(digest[:]), big.NewInt(31)
	text := "sub_"
	for range [52]int{} {
		text += string("0123456789abcdefghjkmnpqrstvwxyz"[new(big.Int).And(number, low).Int64()])
		number.Rsh(number, 5)
	}
	return text
}

// A leaf that is there, or the proof that none is.
func checkShown(what string, root, key tlog.Hash, leaf []byte, proof mapProof) {
	if string(leaf) != "null" {
		checkLeaf(what, root, key, leaf, proof)
		return
	}
	start := tlog.Hash{}
	if other := proof.Other; other != nil {
		at := hash(other.Key)
		for depth := range proof.Siblings {
			if bit(at, depth) != bit(key, depth) {
				fail("absence", fmt.Errorf("the other leaf stands elsewhere"))
			}
		}
		if at == key {
			fail("absence", fmt.Errorf("it is there"))
		}
		value := hash(other.ValueHash)
		start = labelled("propria/v1/map/leaf", at[:], value[:])
	}
	if climb(start, key, proof) != root {
		fail("absence", fmt.Errorf("the map does not show it"))
	}
}

func checkLeaf(what string, root, key tlog.Hash, leaf []byte, proof mapProof) {
	value := labelled("propria/v1/map/value", leaf)
	if proof.Other != nil || climb(labelled("propria/v1/map/leaf", key[:], value[:]), key, proof) != root {
		fail(what, fmt.Errorf("the map does not show it"))
	}
}

func checkChain(subject string, leaf []byte, chain []string) {
	var found struct {
		Count int
		Head  string
	}
	fail("leaf", json.Unmarshal(leaf, &found))
	head := labelled("propria/v1/subject", []byte(subject))
	for _, h := range hashes(chain) {
		head = labelled("propria/v1/link", head[:], h[:])
	}
	if found.Count != len(chain) || hash(found.Head) != head {
		fail("subject "+subject, fmt.Errorf("these are not all of its entries"))
	}
}

func climb(at, key tlog.Hash, proof mapProof) tlog.Hash {
	if len(proof.Siblings) > 256 {
		fail("map proof", fmt.Errorf("%d siblings", len(proof.Siblings)))
	}
	for depth := len(proof.Siblings) - 1; depth >= 0; depth-- {
		sibling := tlog.Hash{}
		if text := proof.Siblings[depth]; text != nil {
			sibling = hash(*text)
		}
		left, right := at, sibling
		if bit(key, depth) == 1 {
			left, right = sibling, at
		}
		at = labelled("propria/v1/map/node", left[:], right[:])
	}
	return at
}

func bit(key tlog.Hash, depth int) byte {
	return key[depth/8] >> (7 - depth%8) & 1
}

func labelled(label string, parts ...[]byte) tlog.Hash {
	return sha256.Sum256(append([]byte(label+"\x00"), bytes.Join(parts, nil)...))
}

func hashes(texts []string) []tlog.Hash {
	var out []tlog.Hash
	for _, text := range texts {
		out = append(out, hash(text))
	}
	return out
}

func hash(text string) (h tlog.Hash) {
	data := decode(text)
	if len(data) != len(h) {
		fail("hash", fmt.Errorf("%d bytes", len(data)))
	}
	copy(h[:], data)
	return h
}

func decode(text string) []byte {
	data, err := base64.RawURLEncoding.Strict().DecodeString(text)
	fail("base64url", err)
	return data
}

func readFile(file string) []byte {
	data, err := os.ReadFile(file)
	fail(file, err)
	return data
}

func fail(what string, err error) {
	if err != nil {
		panic(notVerified{what, err})
	}
}
