#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Adds up what meson's test runs left in the given build folders, and closes with one line.

Every case of a TAP suite counts; a suite that crashed or timed out counts as one failure more.
"""

import pathlib
import sys
import xml.etree.ElementTree as ElementTree

passed = failed = 0
skipped = []
for folder in sys.argv[1:]:
    reports = sorted((pathlib.Path(folder) / "meson-logs").glob("*.junit.xml"))
    if not reports:
        print(f"{folder}: no test ran")
        failed += 1
    for suite in (suite for report in reports for suite in ElementTree.parse(report).getroot().iter("testsuite")):
        for case in suite.iter("testcase"):
            name = f"{folder}: {suite.get('name')}: {case.get('name')}"
            if case.find("failure") is not None or case.find("error") is not None:
                failed += 1
                print(f"failed: {name}")
            elif case.find("skipped") is not None:
                skipped.append(f"{name}: {case.find('skipped').get('message') or 'no reason given'}")
            else:
                passed += 1

for line in skipped:
    print(f"skipped: {line}")
if passed == 0:
    failed += 1
print(f"{passed} passed, {failed} failed" + (f", {len(skipped)} skipped" if skipped else ""))
sys.exit(1 if failed else 0)
