#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Adds up what meson's test runs left in the given build folders, and closes with one line.

Every case of a TAP suite counts; a suite that failed without a failing case (it crashed, timed out, or leaked) counts
as one failure more.
"""

import json
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

GOOD = {"OK", "EXPECTEDFAIL", "SKIP"}

SHOWN_LINES = 60  # of what a failed test said


def find_reason(tests, name):
    """Why a case was skipped: the report has no place for it, what the test said has (ok 2 /name # SKIP reason)."""
    number, _, rest = name.partition(" ")
    pattern = re.compile(rf"^ok {re.escape(number)} (- )?{re.escape(rest.removeprefix('- '))} *# *SKIP *(.*)$", re.M | re.I)
    for test in tests:
        match = pattern.search(test.get("stdout", ""))
        if match and match[2]:
            return match[2]
    return "no reason given"


passed = failed = 0
skipped = []
for folder in sys.argv[1:]:
    logs = pathlib.Path(folder) / "meson-logs"
    reports = sorted(logs.glob("*.junit.xml"))
    if not reports:
        print(f"{folder}: no test ran")
        failed += 1
    for report in reports:
        told = set()
        lines = report.with_name(report.name.replace(".junit.xml", ".json")).read_text().splitlines()
        tests = [json.loads(line) for line in lines]
        for suite in ElementTree.parse(report).getroot().iter("testsuite"):
            for case in suite.iter("testcase"):
                name = f"{folder}: {suite.get('name')}: {case.get('name')}"
                if case.find("failure") is not None or case.find("error") is not None:
                    failed += 1
                    told |= {case.get("name"), suite.get("name").removeprefix("chainsmith.")}
                    print(f"failed: {name}")
                elif case.find("skipped") is not None:
                    skipped.append(f"{name}: {find_reason(tests, case.get('name'))}")
                else:
                    passed += 1
        for test in tests:
            if test["result"] not in GOOD:
                said = (test.get("stdout", "") + test.get("stderr", "")).splitlines()
                print(*(f"    {text}" for text in said[-SHOWN_LINES:]), sep="\n")
            if test["result"] not in GOOD and test["name"] not in told:
                failed += 1
                print(f"failed: {folder}: {test['name']}: {test['result']}, exit status {test['returncode']}")

for line in skipped:
    print(f"skipped: {line}")
if passed == 0:
    failed += 1
print(f"{passed} passed, {failed} failed" + (f", {len(skipped)} skipped" if skipped else ""))
sys.exit(1 if failed else 0)
