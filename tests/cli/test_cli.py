#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The program without a window, over all fixtures: each field of the JSON against pyca/cryptography and openssl.

usage: test_cli.py CHAINSMITH FIXTURES
"""

import hashlib
import json
import os
import pathlib
import pty
import random
import re
import select
import shutil
import stat
import subprocess
import sys
import tempfile
import time
import unittest
from concurrent.futures import ThreadPoolExecutor

sys.dont_write_bytecode = True
sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent.parent / "support")]

import tap  # noqa: E402
from cryptography import x509  # noqa: E402
from cryptography.hazmat.primitives import serialization  # noqa: E402

import authority  # noqa: E402
import odd  # noqa: E402

PROGRAM, FIXTURES = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
PASSWORD = b"chainsmith"
UNDERSTOOD, NOT_UNDERSTOOD, USAGE, OUTPUT = range(4)
# How the fixtures' .expect files call it.
CODES = {"locked": {"password-needed", "password-wrong"}}


def environment():
    kept = {name: value for name, value in os.environ.items()
            if name not in {"DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"}}
    return dict(kept, LC_ALL="C.UTF-8", HOME="/nonexistent")


def run(*arguments, passwords=None, data=b"", **options):
    """As a script runs it: with no display, no session, no terminal."""
    read = None
    if passwords is not None:
        read, write = os.pipe()
        os.write(write, passwords)
        os.close(write)
        arguments = ("--password-fd", str(read), *arguments)
        options["pass_fds"] = (read,)
    try:
        return subprocess.run([PROGRAM, *arguments], input=None if "stdin" in options else data, capture_output="stdout" not in options,
                              env=environment(), start_new_session=True, timeout=60, **options)
    finally:
        if read is not None:
            os.close(read)


def read_json(*arguments, **options):
    return json.loads(run("--json", *arguments, **options).stdout)


def fixtures():
    return sorted(path for path in FIXTURES.rglob("*")
                  if path.is_file() and path.suffix not in {".expect", ".cnf"} and path.name not in {"ext", "log", "index"})


def is_slow(path):
    """Hundreds of megabytes when unpacked, or a passphrase stretched for a second: read once, not for each way of output,
    which gets the same errors and the same certificates and keys from others."""
    return path.name.startswith("huge-") or path.name in {"certtool.p12", "certtool-p12.pem"}


class Everything(unittest.TestCase):
    """One run over all fixtures for each way of output. They go on while the tests of the command do."""

    @classmethod
    def begin(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="smith-cli-"))
        cls.paths = fixtures()
        quick = [path for path in cls.paths if not is_slow(path)]
        cls.pool = ThreadPoolExecutor(2)
        cls.runs = [cls.pool.submit(run, *arguments, passwords=PASSWORD + b"\n") for arguments in (
            ("--json", *cls.paths), ("--convert", "--output", cls.folder / "pieces", *quick), ("--print", *quick))]

    @classmethod
    def setUpClass(cls):
        cls.json_run, cls.convert_run, cls.print_run = [each.result() for each in cls.runs]
        cls.elements = json.loads(cls.json_run.stdout)
        # What openssl says of each, written when the fixtures were made.
        cls.index = {tuple(words[:2]): words[2] if words[0] == "key" else words[2].replace(":", "").lower()
                     for words in map(str.split, (FIXTURES / "pki" / "index").read_text().splitlines()) if len(words) == 3}
        cls.pieces = {}
        for kind, path, der in cls.pool.map(cls.read_piece, sorted((cls.folder / "pieces").iterdir())):
            cls.pieces.setdefault(kind, {})[hashlib.sha256(der).hexdigest() if der else path] = der
        cls.keys = dict(cls.pool.map(cls.load_key, cls.pieces["key"]))
        ders = cls.pieces["certificate"].values()
        cls.described = dict(zip(cls.pieces["certificate"], cls.pool.map(authority.describe_certificate, ders)))

    @classmethod
    def end(cls):
        cls.pool.shutdown(cancel_futures=True)
        shutil.rmtree(cls.folder)

    @staticmethod
    def read_piece(path):
        kind = path.name.split(".")[-2]
        command = {"certificate": "x509", "request": "req", "crl": "crl", "key": None}[kind]
        return kind, path, authority.openssl(command, "-in", path, "-outform", "DER") if command else None

    def of_type(self, name):
        found = [element for element in self.elements if element["type"] == name]
        self.assertTrue(found)
        return found

    def unique(self, name):
        return {element["sha256"]: element for element in self.of_type(name)}.values()

    def check_extensions(self, element, extensions, text):
        self.assertEqual([extension["oid"] for extension in element["extensions"]],
                         [extension.oid.dotted_string for extension in extensions])
        self.assertEqual([extension["critical"] for extension in element["extensions"]],
                         [extension.critical for extension in extensions])
        for ours, theirs in zip(element["extensions"], extensions):
            value = re.sub(r"\s+", "", ours["value"])
            if isinstance(theirs.value, x509.UnrecognizedExtension) and ours["name"] == ours["oid"]:
                self.assertEqual(value.replace(":", "").lower(), theirs.value.value.hex())
            elif value.replace(":", "").lower() == theirs.value.public_bytes().hex():
                continue  # what OpenSSL refuses to print, such as a NUL in a domain name
            elif ours["value"] != "Empty":
                self.assertIn(value, text)
                self.assertIn(re.sub(r"\s+", "", ours["name"]), text)

    def check_names(self, element, extensions):
        theirs = [extension for extension in extensions if extension.oid.dotted_string == "2.5.29.17"]
        expected = authority.prefixed(theirs[0].value) if theirs else []
        self.assertEqual(len(element["names"]), len(expected))
        for ours, other in zip(element["names"], expected):
            # What could deceive a reader is written by its codes: NUL in a domain name.
            if other is not None and other.isprintable():
                self.assertEqual(ours, other)

    def check_name(self, text, name):
        """The text means the same attributes, read by another's parser."""
        if "#" in text:  # the encoding of an attribute without a name, which the other parser does not decode
            return 0
        try:
            parsed = x509.Name.from_rfc4514_string(text)
        except ValueError:  # attributes that it has no short name for; openssl's text is compared in any case
            return 0
        self.assertEqual([(item.oid.dotted_string, item.value) for item in parsed],
                         [(item.oid.dotted_string, item.value) for item in name])
        return 1

    def test_certificates(self):
        n_names = 0
        for element in self.unique("certificate"):
            with self.subTest(file=element["file"]):
                der = self.pieces["certificate"][element["sha256"]]
                self.assertEqual(element["sha1"], hashlib.sha1(der).hexdigest())
                described = self.described[element["sha256"]]
                check_described(self, element, described)
                try:
                    certificate = x509.load_der_x509_certificate(der)
                    extensions = list(certificate.extensions)
                    names = certificate.subject, certificate.issuer
                except ValueError:  # pyca is stricter than what is in the world
                    continue
                self.assertEqual(element["serial"], f"{certificate.serial_number:x}")
                n_names += sum(self.check_name(element[field], name) for field, name in zip(("subject", "issuer"), names))
                self.assertEqual(element["not_before"], certificate.not_valid_before.isoformat() + "Z")
                self.assertEqual(element["not_after"], certificate.not_valid_after.isoformat() + "Z")
                self.assertEqual(element["version"], certificate.version.value + 1)
                self.check_signature(element, certificate)
                constraints = [e.value for e in extensions if isinstance(e.value, x509.BasicConstraints)]
                self.assertEqual(element["is_ca"], bool(constraints and constraints[0].ca))
                self.assertEqual(element["path_length"], constraints[0].path_length if constraints else None)
                self.check_names(element, extensions)
                self.check_extensions(element, extensions, described["text"])
                self.check_public_key(element["key"], certificate)
        self.assertGreater(n_names, 20)

    def check_signature(self, element, signed):
        """Both have names of their own for some: openssl "dsa_with_SHA256", pyca "dsa-with-sha256"."""
        self.assertEqual(element["signature_algorithm"].lower().replace("_", "-"),
                         signed.signature_algorithm_oid._name.lower().replace("_", "-"))

    def check_public_key(self, element, holder):
        try:
            key = holder.public_key()
        except Exception:  # explicit parameters, and kinds that pyca does not know
            return
        self.assertEqual(element, authority.describe_key(key))

    def test_requests(self):
        for element in self.unique("request"):
            with self.subTest(file=element["file"]):
                der = self.pieces["request"][element["sha256"]]
                request = x509.load_der_x509_csr(der)
                self.assertEqual(element["sha1"], hashlib.sha1(der).hexdigest())
                self.assertEqual(element["subject"], authority.rfc4514(der, "subject", "req"))
                self.assertEqual(element["signature_valid"], request.is_signature_valid)
                self.check_signature(element, request)
                self.assertEqual(element["version"], 1)
                self.check_names(element, request.extensions)
                self.check_extensions(element, list(request.extensions), authority.text(der, "req"))
                self.check_public_key(element["key"], request)

    @staticmethod
    def load_key(path):
        try:
            return path, serialization.load_pem_private_key(path.read_bytes(), None)
        except TypeError:
            return path, serialization.load_pem_private_key(path.read_bytes(), PASSWORD)
        except Exception:  # explicit parameters, SM2
            authority.openssl("pkey", "-in", path, "-passin", "pass:chainsmith", "-noout")
            return path, None

    def load_keys(self):
        return [(path, key) for path, key in self.keys.items() if key is not None]

    def test_keys(self):
        theirs = {}
        for path, key in self.load_keys():
            described = authority.describe_key(key.public_key())
            theirs[described["spki_sha256"]] = described
        n_compared = 0
        for element in self.of_type("key"):
            if element["spki_sha256"] not in theirs:
                continue
            n_compared += 1
            described = theirs[element["spki_sha256"]]
            self.assertEqual({name: element[name] for name in described}, described)
            text = pathlib.Path(element["file"]).read_bytes() if "!" not in element["file"] else b""
            mislabeled = any("label" in mend for mend in element["mends"])
            if text.count(b"PRIVATE KEY-----") == 2 and not mislabeled:
                self.assertEqual(element["encrypted"], b"ENCRYPTED" in text, element["file"])
        self.assertGreater(n_compared, 20)

    def test_crls(self):
        if not any(element["type"] == "crl" for element in self.elements):
            self.skipTest("there is no revocation list among the fixtures")
        for element in self.unique("crl"):
            with self.subTest(file=element["file"]):
                der = self.pieces["crl"][element["sha256"]]
                crl = x509.load_der_x509_crl(der)
                self.assertEqual(element["issuer"], authority.rfc4514(der, "issuer", "crl"))
                self.assertEqual(element["this_update"], crl.last_update.isoformat() + "Z")
                self.assertEqual(element["next_update"], crl.next_update.isoformat() + "Z" if crl.next_update else None)
                self.assertEqual(element["revoked_count"], len(crl))
                self.assertEqual([revoked["serial"] for revoked in element["revoked"]],
                                 [f"{revoked.serial_number:x}" for revoked in crl])
                for ours, theirs in zip(element["revoked"], crl):
                    self.assertIn(theirs.revocation_date.isoformat(" "), ours["revoked"])
                numbers = [e.value.crl_number for e in crl.extensions if isinstance(e.value, x509.CRLNumber)]
                self.assertEqual(element["number"], f"{numbers[0]:x}" if numbers else None)
                self.check_signature(element, crl)
                self.check_extensions(element, list(crl.extensions), authority.text(der, "crl"))

    def check_expected(self, element, path, line):
        """A line of make-fixtures.sh: "certificate=NAME@MEMBER: mends", or the nick of an error."""
        what, _, mends = line.partition(": ")
        what, _, member = what.partition("@")
        kind, _, name = what.partition("=")
        found = element["code"] if element["type"] == "error" else element["type"]
        self.assertTrue(found == kind or found in CODES.get(kind, ()), (path.name, found, line))
        self.assertEqual(element["file"], f"{path}!{member}" if member else str(path))
        self.assertEqual(len(element["mends"]), len(mends.split(", ")) if mends else 0, (path.name, element["mends"], line))
        if name:
            fingerprint = element["pin" if kind == "key" else "sha256"]
            self.assertEqual(fingerprint, self.index[kind, name], (path.name, line))

    def test_files(self):
        """Each fixture is answered for, with what its .expect file says, and in its own order."""
        answered = {}
        for element in self.elements:
            answered.setdefault(element["file"].split("!")[0], []).append(element)
        self.assertEqual(list(answered), [str(path) for path in self.paths])
        n_expected = 0
        for path in self.paths:
            expect = path.with_name(path.name + ".expect")
            if not expect.exists():
                continue
            n_expected += 1
            found = answered[str(path)]
            lines = expect.read_text().splitlines()
            self.assertEqual(len(found), len(lines), path.name)
            for element, line in zip(found, lines):
                self.check_expected(element, path, line)
        self.assertGreater(n_expected, 50)

    def test_errors(self):
        for element in self.of_type("error"):
            self.assertRegex(element["message"], r"^\S.*[.)]$", element["file"])
            self.assertNotIn(element["message"], {"Success", ""})
            self.assertIn(element["code"], {"not-understood", "damaged", "password-needed", "password-wrong",
                                            "unsupported", "too-large"})

    def test_findings(self):
        by_name = {pathlib.Path(element["file"]).name: element for element in self.elements}
        for name, word in ("expired.crt", "xpired"), ("rsa-1024.key", "1024"):
            if name in by_name:
                self.assertTrue(any(word in finding for finding in by_name[name]["findings"]), (name, by_name[name]["findings"]))
        self.assertEqual(by_name["rsa-leaf.crt"]["findings"], [])
        self.assertEqual(by_name["rsa-leaf.crt"]["mends"], [])
        self.assertTrue(by_name["crlf.pem"]["mends"])

    def test_statuses(self):
        for outcome in self.json_run, self.convert_run, self.print_run:
            self.assertEqual(outcome.returncode, NOT_UNDERSTOOD)
        self.assertEqual(self.json_run.stderr, b"")

    def test_print(self):
        """The printed text has every fingerprint, and tells every error beside it."""
        printed = self.print_run.stdout.decode()
        for element in self.of_type("certificate"):
            self.assertIn(bytes.fromhex(element["sha256"]).hex(":").upper(), printed)
        complaints = self.print_run.stderr.decode()
        for element in self.of_type("error"):
            if not is_slow(pathlib.Path(element["file"])):
                self.assertIn(f"chainsmith: {element['file']}: {element['message']}\n", complaints)
        self.assertFalse(set(printed) & set(map(chr, [*range(10), *range(11, 32), 0x7f, 0x9b, 0x202e])))

    def test_no_private_value(self):
        everything = b"".join(part for outcome in (self.json_run, self.convert_run, self.print_run)
                              for part in (outcome.stdout, outcome.stderr)).decode(errors="replace")
        squeezed = re.sub(r"[\s:]+", "", everything).lower()
        n_secrets = 0
        for _, key in self.load_keys():
            for secret in authority.private_numbers(key):
                n_secrets += 1
                for spelling in authority.spellings(secret):
                    self.assertNotIn(spelling.replace(":", "").lower(), squeezed)
        self.assertGreater(n_secrets, 20)
        self.assertNotIn(PASSWORD.decode() + "\n", everything)
        self.assertNotIn("-----BEGIN", everything)

    def test_pieces(self):
        """Every certificate, request and key of openssl's own reading is there, by DER."""
        known = set(self.pieces["certificate"])
        for kind, suffix, pieces in ("x509", "crt", known), ("req", "csr", self.pieces["request"]):
            paths = sorted((FIXTURES / "pki").glob(f"*.{suffix}"))
            for der in self.pool.map(lambda path: authority.openssl(kind, "-in", path, "-outform", "DER"), paths):
                self.assertIn(hashlib.sha256(der).hexdigest(), pieces)
        ours = {authority.spki(key.public_key()) for _, key in self.load_keys()}
        for path in sorted((FIXTURES / "pki").glob("rsa-*.key")):
            self.assertIn(authority.openssl("pkey", "-in", path, "-pubout", "-outform", "DER"), ours)
        self.assertEqual(sum(map(len, self.pieces.values())), len(self.convert_run.stdout.splitlines()))

    def test_canonical(self):
        for path in (self.folder / "pieces").iterdir():
            lines = path.read_text().split("\n")
            self.assertRegex(lines[0], r"^-----BEGIN [A-Z0-9 ]+-----$")
            self.assertRegex(lines[-2], r"^-----END [A-Z0-9 ]+-----$")
            self.assertEqual(lines[-1], "")
            self.assertTrue(all(len(line) == 64 for line in lines[1:-3]), path.name)
            self.assertTrue(0 < len(lines[-3]) <= 64)
            mode = stat.S_IMODE(path.stat().st_mode)
            self.assertEqual(mode, 0o600 if path.name.endswith(".key.pem") else 0o644 & ~current_umask(), path.name)


def setUpModule():
    Everything.begin()


def tearDownModule():
    Everything.end()


def check_described(case, element, described):
    """What openssl tells of every certificate, also of those that pyca refuses."""
    for field in "subject", "issuer":
        case.assertEqual(element[field], described[field])
    serial = int(described["serial"], 16)
    case.assertEqual(element["serial"], f"{serial:x}")
    for ours, theirs in ("not_before", "notBefore"), ("not_after", "notAfter"):
        # openssl writes no zeros before the year.
        case.assertEqual(element[ours], described[theirs].strip().replace(" ", "T").rjust(20, "0"))


class Odd(unittest.TestCase):
    """What no tool makes."""

    MEMBERS = {"type", "file", "format", "subject", "issuer", "serial", "not_before", "not_after", "names", "key", "signature_algorithm",
               "version", "sha256", "sha1", "is_ca", "path_length", "extensions", "findings"}

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="smith-cli-"))
        cls.made = odd.certificates()
        for name, der in cls.made.items():
            (cls.folder / name).write_bytes(der)
        cls.outcome = run("--json", cls.folder)
        cls.elements = {pathlib.Path(element["file"]).name: element for element in json.loads(cls.outcome.stdout)}
        cls.described = dict(zip(cls.made, Everything.pool.map(authority.describe_certificate, cls.made.values())))

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def test_all(self):
        self.assertEqual(self.outcome.returncode, UNDERSTOOD)
        self.assertEqual(set(self.elements), set(self.made))
        for name, element in self.elements.items():
            with self.subTest(name):
                self.assertEqual((element["type"], element["format"]), ("certificate", "DER"))
                self.assertLessEqual(self.MEMBERS, set(element))
                self.assertEqual(set(element["key"]), {"algorithm", "bits", "curve", "spki_sha256", "pin"})
                self.assertEqual(element["sha256"], hashlib.sha256(self.made[name]).hexdigest())
                self.assertEqual(element["sha1"], hashlib.sha1(self.made[name]).hexdigest())
                check_described(self, element, self.described[name])
                for extension in element["extensions"]:
                    self.assertEqual(set(extension), {"oid", "name", "critical", "value"})

    def test_names(self):
        self.assertEqual(self.elements["names"]["names"], [
            "DNS:a.example", "email:a@b.c", "URI:https://x/y", "IP:192.0.2.1", "IP:2001:db8::1", "IP:::ffff:192.0.2.1",
            "IP:2001:db8::1:0:0:1", "IP:::"])
        self.assertEqual(self.elements["names-of-others"]["names"], [
            "Registered ID:1.2.3.4", r"DirName:CN=dir\, name,C=DE", "othername:UPN:user@corp", "othername:1.2.3.4.5:02:01:07"])
        self.assertEqual(self.elements["names-twice"]["names"], ["DNS:a.example", "email:a@b.c"])
        self.assertEqual(self.elements["names-broken"]["names"], [])
        self.assertEqual(self.elements["names-1000"]["names"], [f"DNS:h{number}.example" for number in range(1000)])

    def test_rest(self):
        for name, members in {
                "serial-4711": {"serial": "-1267"}, "serial0": {"serial": "0"}, "serial10": {"serial": "a"},
                "before-1": {"not_before": "0001-01-01T00:00:00Z"}, "escaped-01": {"subject": "CN=trail\\ "},
                "version-1": {"version": 1}, "version-2": {"version": 2}, "version-4": {"version": 4},
                "path-length": {"is_ca": True, "path_length": 3}, "path-length-vast": {"is_ca": True, "path_length": None},
                "no-authority": {"is_ca": False, "path_length": None},
                "ml-dsa": {"signature_algorithm": "2.16.840.1.101.3.4.3.18"}}.items():
            for member, expected in members.items():
                self.assertEqual(self.elements[name][member], expected, name)
        self.assertEqual(self.elements["key-unknown"]["key"]["algorithm"], "1.2.3.4.5")
        self.assertIsNone(self.elements["key-unknown"]["key"]["bits"])

    def test_findings(self):
        for name, words in {"serial-1": "negative", "serial0": "zero", "names-twice": "more than once", "extension-twice": "more than once",
                            "names-broken": "is damaged", "extension-critical": "is critical and unknown", "version-1": "version 1",
                            "ml-dsa": "not known here", "key-broken": "not known here"}.items():
            self.assertTrue(any(words in finding for finding in self.elements[name]["findings"]), name)


def current_umask():
    mask = os.umask(0o22)
    os.umask(mask)
    return mask


class Command(unittest.TestCase):
    """How it behaves as a command."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="smith-cli-"))
        self.pki = FIXTURES / "pki"
        self.parser = FIXTURES / "parser"

    def tearDown(self):
        shutil.rmtree(self.folder)

    def test_statuses(self):
        leaf, notes = self.pki / "rsa-leaf.crt", self.folder / "notes.txt"
        notes.write_text("nothing in here\n")
        for mode in ["--json"], ["--print"], ["--convert", "--output", self.folder / "out"]:
            self.assertEqual(run(*mode, leaf).returncode, UNDERSTOOD)
            self.assertEqual(run(*mode, leaf, notes).returncode, NOT_UNDERSTOOD)
            self.assertEqual(run(*mode, notes, leaf).returncode, NOT_UNDERSTOOD)
            self.assertEqual(run(*mode).returncode, USAGE)
        for arguments in ["--json", "--print", leaf], ["--output", self.folder], ["--json", "--output", self.folder, leaf], \
                ["--json", "--password-fd", "99", leaf], ["--json", "--nonsense", leaf], ["--json", "--password-fd", "x", leaf]:
            outcome = run(*arguments)
            self.assertEqual((outcome.returncode, outcome.stdout), (USAGE, b""), arguments)
            self.assertTrue(outcome.stderr)

    def test_help_and_version(self):
        for option in "--help", "-h":
            outcome = run(option)
            self.assertEqual(outcome.returncode, UNDERSTOOD)
            for name in "--print", "--json", "--convert", "--output", "--password-fd", "--version":
                self.assertIn(name, outcome.stdout.decode())
        self.assertRegex(run("--version").stdout.decode(), r"^Chainsmith \d+\.\d+\.\d+\n$")

    def test_standard_input(self):
        data = (self.pki / "rsa-leaf.crt").read_bytes()
        element, = read_json("-", data=data)
        self.assertEqual((element["type"], element["file"]), ("certificate", "-"))
        self.assertEqual(run("--print", "-", data=b"").returncode, NOT_UNDERSTOOD)

    def test_unreadable(self):
        nowhere = self.folder / "nowhere.pem"
        element, = read_json(nowhere)
        self.assertEqual((element["type"], element["code"], element["file"]), ("error", "not-found", str(nowhere)))
        empty = self.folder / "empty"
        empty.mkdir()
        self.assertEqual([element["type"] for element in read_json(empty)], ["error"])
        large = self.folder / "large"
        with open(large, "wb") as file:
            file.truncate(65 * 1024 * 1024)
        element, = read_json(large)
        self.assertEqual(element["code"], "too-large")
        if os.geteuid() != 0:
            secret = self.folder / "secret.pem"
            secret.write_bytes((self.pki / "rsa-leaf.key").read_bytes())
            secret.chmod(0)
            self.assertEqual(read_json(secret)[0]["code"], "permission-denied")

    def test_folder(self):
        below = self.folder / "delivery" / "more"
        below.mkdir(parents=True)
        shutil.copy(self.pki / "rsa-leaf.crt", self.folder / "delivery" / "b.crt")
        shutil.copy(self.pki / "rsa-one.crt", self.folder / "delivery" / "a.crt")
        shutil.copy(self.pki / "rsa-root.crt", below / "c.crt")
        os.mkfifo(self.folder / "delivery" / "pipe")
        elements = read_json(self.folder / "delivery")
        self.assertEqual([pathlib.Path(element["file"]).name for element in elements], ["a.crt", "b.crt", "c.crt", "pipe"])
        self.assertEqual([element["type"] for element in elements], ["certificate"] * 3 + ["error"])

    def test_archive(self):
        archive = self.folder / "delivery.zip"
        shutil.make_archive(str(archive.with_suffix("")), "zip", self.pki, "rsa-leaf.crt")
        element, = read_json(archive)
        self.assertEqual((element["type"], element["file"]), ("certificate", f"{archive}!rsa-leaf.crt"))

    def test_passwords(self):
        locked = self.parser / "locked-pbes2.pem"
        element, = read_json(locked)
        self.assertEqual((element["type"], element["code"]), ("error", "password-needed"))
        element, = read_json(locked, passwords=b"wrong\n")
        self.assertEqual((element["type"], element["code"]), ("error", "password-wrong"))
        element, = read_json(locked, passwords=b"wrong\r\n\nchainsmith")
        self.assertEqual((element["type"], element["encrypted"]), ("key", True))

    def talk(self, answers, *arguments):
        """On a terminal of its own, as a person: returns the status and all that was seen on the terminal."""
        answers = list(answers)
        process, terminal = pty.fork()
        if process == 0:
            os.execve(PROGRAM, [PROGRAM, *arguments], environment())
        seen = b""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if select.select([terminal], [], [], 0.2)[0]:
                try:
                    more = os.read(terminal, 65536)
                except OSError:
                    break
                if not more:
                    break
                seen += more
                if seen.rstrip(b" ").endswith((b"\xe2\x80\x9d", b":")) and b"Password" in seen.splitlines()[-1] and answers:
                    time.sleep(0.05)
                    os.write(terminal, answers.pop(0))
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), seen.decode(errors="replace")

    def test_terminal(self):
        locked = str(self.parser / "locked-pbes2.pem")
        status, seen = self.talk([b"not-it\n", b"chainsmith\n"], "--json", locked)
        self.assertEqual(status, UNDERSTOOD, seen)
        self.assertIn('"encrypted" : true', seen)
        self.assertEqual(seen.count("Password for"), 2)
        # Without an echo.
        self.assertNotIn("not-it", seen)
        self.assertNotIn("chainsmith\r\n", seen)
        status, seen = self.talk([b"\n"], "--print", locked)
        self.assertEqual(status, NOT_UNDERSTOOD, seen)

    def test_never_overwrites(self):
        out = self.folder / "out"
        first = run("--convert", "--output", out, self.pki / "rsa-leaf.crt", self.pki / "rsa-leaf.key")
        names = {path.name for path in out.iterdir()}
        self.assertEqual(names, {"www.example.com.certificate.pem", "www.example.com.key.pem"})
        self.assertEqual(len(first.stdout.splitlines()), 2)
        before = {path: (path.read_bytes(), path.stat().st_ino) for path in out.iterdir()}
        # The same again has nothing to do; something else of that name goes beside it.
        again = run("--convert", "--output", out, self.pki / "rsa-leaf.crt", self.pki / "rsa-leaf.key", self.pki / "ec-leaf.crt")
        self.assertEqual(again.returncode, UNDERSTOOD)
        self.assertEqual(before, {path: (path.read_bytes(), path.stat().st_ino) for path in before})
        self.assertEqual(len(list(out.iterdir())), 3)
        # Nor through a link that somebody left there.
        target, trap = self.folder / "target", self.folder / "trap"
        trap.mkdir()
        (trap / "www.example.com.key.pem").symlink_to(target)
        self.assertEqual(run("--convert", "--output", trap, self.pki / "rsa-leaf.crt", self.pki / "rsa-leaf.key").returncode, UNDERSTOOD)
        self.assertFalse(target.exists())

    def test_keeps_encryption(self):
        out = self.folder / "out"
        run("--convert", "--output", out, self.parser / "locked-traditional-rsa.pem", passwords=PASSWORD)
        piece, = out.iterdir()
        self.assertIn("ENCRYPTED PRIVATE KEY", piece.read_text())
        authority.openssl("pkey", "-in", piece, "-passin", "pass:chainsmith", "-noout")
        again = run("--convert", "--output", out, self.parser / "locked-traditional-rsa.pem", passwords=PASSWORD)
        self.assertIn(b"already", again.stdout)

    def test_output_fails(self):
        leaf = self.pki / "rsa-leaf.crt"
        with open("/dev/full", "wb") as full:
            self.assertEqual(run("--json", leaf, stdout=full, stderr=subprocess.PIPE).returncode, OUTPUT)
        blocked = self.folder / "file"
        blocked.write_text("")
        self.assertEqual(run("--convert", "--output", blocked, leaf).returncode, OUTPUT)
        self.assertEqual(run("--convert", "--output", "/proc/nowhere", leaf).returncode, OUTPUT)

    def test_closed_streams(self):
        """A stream that was closed is not replaced by a file that is written: no name ends up in a key."""
        out = self.folder / "out"
        command = f"'{PROGRAM}' --convert --output '{out}' '{self.pki}/rsa-leaf.key' '{self.pki}/rsa-leaf.crt'"
        for closing in ">&-", ">&- 2>&-", "<&- >&- 2>&-":
            shutil.rmtree(out, ignore_errors=True)
            outcome = subprocess.run(["sh", "-c", f"{command} {closing}"], env=environment(), timeout=60)
            self.assertEqual(outcome.returncode, OUTPUT, closing)
            for path in out.iterdir():
                self.assertEqual(path.read_text().count("-----"), 4, path)
            self.assertEqual(len(list(out.iterdir())), 2)

    def test_broken_pipe(self):
        outcome = subprocess.run(["bash", "-c", f"set -o pipefail; '{PROGRAM}' --print '{self.pki}' | head -1"],
                                 env=environment(), capture_output=True, timeout=60)
        self.assertEqual(len(outcome.stdout.splitlines()), 1)
        self.assertNotIn(b"Segmentation", outcome.stderr)

    def test_hostile_name(self):
        path = self.folder / "a\x1b[31m\nb.pem"
        path.write_text("nothing")
        outcome = run("--print", path)
        self.assertNotIn(b"\x1b", outcome.stdout + outcome.stderr)
        element, = read_json(path)
        self.assertEqual(element["file"], str(path))

    def test_garbage(self):
        """Damaged copies of every fixture: told, and nothing worse."""
        chance = random.Random(3)
        seeds = [path.read_bytes() for path in fixtures() if path.stat().st_size < 20000]
        for number in range(400):
            data = bytearray(chance.choice(seeds))
            for _ in range(chance.choice((1, 2, 8, 64))):
                if data:
                    position = chance.randrange(len(data))
                    action = chance.randrange(3)
                    if action == 0:
                        data[position] = chance.randrange(256)
                    elif action == 1:
                        del data[position:position + chance.randrange(1, 50)]
                    else:
                        data[position:position] = chance.choice(seeds)[:chance.randrange(200)]
            (self.folder / f"{number:03}").write_bytes(data)
        outcome = run("--json", self.folder)
        self.assertIn(outcome.returncode, (UNDERSTOOD, NOT_UNDERSTOOD), outcome.stderr[-2000:])
        self.assertGreaterEqual(len(json.loads(outcome.stdout)), 400)

    def test_startup(self):
        """Not slower than a command may be: most of it is the loading of libraries."""
        times = []
        for _ in range(5):
            start = time.monotonic()
            run("--json", self.pki / "rsa-leaf.crt")
            times.append(time.monotonic() - start)
        self.assertLess(min(times), 2.0)


if __name__ == "__main__":
    sys.argv[1:3] = []
    tap.main()
