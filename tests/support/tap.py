# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs unittest cases and reports them as TAP, the protocol of all suites here."""

import sys
import traceback
import unittest


class TapResult(unittest.TestResult):
    def __init__(self, stream):
        super().__init__()
        self._stream = stream
        self._number = 0
        self._failed_part = False

    def _line(self, text):
        self._stream.write(text + '\n')
        self._stream.flush()

    def _report(self, verdict, test, comment=''):
        self._number += 1
        title = test.id().removeprefix('__main__.')
        self._line(f'{verdict} {self._number} - {title}{comment}')

    def _diagnose(self, error):
        for line in ''.join(traceback.format_exception(*error)).splitlines():
            self._line(f'# {line}')

    def startTest(self, test):
        super().startTest(test)
        self._failed_part = False

    def addSuccess(self, test):
        super().addSuccess(test)
        self._report('not ok' if self._failed_part else 'ok', test)

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self._diagnose(error)
        self._report('not ok', test)

    def addError(self, test, error):
        super().addError(test, error)
        self._diagnose(error)
        self._report('not ok', test)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._report('ok', test, f' # SKIP {reason}')

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error is not None:
            self._failed_part = True
            self._line(f'# {subtest.id()}')
            self._diagnose(error)

    def stopTest(self, test):
        # A test with a failed part and no outcome of its own (unittest calls neither addSuccess nor addFailure).
        super().stopTest(test)
        if self._failed_part and not getattr(test, '_tap_reported', False):
            test._tap_reported = True
            self._report('not ok', test)


def main(module='__main__'):
    suite = unittest.defaultTestLoader.loadTestsFromName(module) if isinstance(module, str) and module != '__main__' \
        else unittest.defaultTestLoader.loadTestsFromModule(sys.modules['__main__'])
    if len(sys.argv) > 1:
        suite = unittest.TestSuite(each for each in _flatten(suite) if any(name in each.id() for name in sys.argv[1:]))
    print(f'1..{suite.countTestCases()}', flush=True)
    result = TapResult(sys.stdout)
    suite.run(result)
    sys.exit(0 if result.wasSuccessful() else 1)


def _flatten(suite):
    for each in suite:
        if isinstance(each, unittest.TestSuite):
            yield from _flatten(each)
        else:
            yield each
