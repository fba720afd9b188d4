# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs unittest cases and reports them as TAP, the protocol of all suites here."""

import sys
import traceback
import unittest


class TapResult(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self._number = 0
        self._good = None           # None between tests
        self._comment = ''

    def _report(self, good, title, comment=''):
        self._number += 1
        print(f"{'ok' if good else 'not ok'} {self._number} - {title.removeprefix('__main__.')}{comment}", flush=True)

    def _blame(self, test, error):
        print(f'# {test.id()}')
        for line in ''.join(traceback.format_exception(*error)).splitlines():
            print(f'# {line}')
        if self._good is None:      # outside a test: setUpClass, tearDownClass
            self._report(False, test.id())
        self._good = False if self._good is not None else None

    def startTest(self, test):
        super().startTest(test)
        self._good = True
        self._comment = ''

    def stopTest(self, test):
        super().stopTest(test)
        self._report(self._good, test.id(), self._comment)
        self._good = None

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self._blame(test, error)

    def addError(self, test, error):
        super().addError(test, error)
        self._blame(test, error)

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error is not None:
            self._blame(subtest, error)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._comment = f' # SKIP {reason}'


def _flatten(suite):
    for each in suite:
        if isinstance(each, unittest.TestSuite):
            yield from _flatten(each)
        else:
            yield each


def main():
    """Runs the cases of the calling script; words on the command line choose among them."""
    cases = list(_flatten(unittest.defaultTestLoader.loadTestsFromModule(sys.modules['__main__'])))
    if len(sys.argv) > 1:
        cases = [case for case in cases if any(word in case.id() for word in sys.argv[1:])]
    result = TapResult()
    unittest.TestSuite(cases).run(result)
    print(f'1..{result._number}', flush=True)
    sys.exit(0 if result.wasSuccessful() else 1)
