#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Measures against something named, everything in one run, and prints the table of the README.

    bench.py [--runs N] [--keys N]

Runs on a screen, a session bus and a home of its own. Nothing here is asserted by a test: the machine and the hour vary.
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE), *(str(HERE.parent / name) for name in ('desktop', 'aws-emulator', 'support'))]
os.environ.setdefault('SMITH_BUILD', str(ROOT / 'build'))

import headless  # noqa: E402
import library  # noqa: E402

BUILD = pathlib.Path(os.environ['SMITH_BUILD'])
PROBE = BUILD / 'tests/bench/probe.so'
IDENTITIES = 1000
CERTIFICATES = 10000


class Probed:
    """One run of a GTK program under the probe."""

    count = 0

    def __init__(self, program, home):
        Probed.count += 1
        self.log = headless.folder() / f'probe-{Probed.count}.log'
        environment = {**os.environ, 'XDG_DATA_HOME': str(home / '.local/share'), 'LD_PRELOAD': str(PROBE),
                       'PROBE_LOG': str(self.log)}
        self.started_at = time.monotonic_ns() // 1000
        self.process = subprocess.Popen([program], env=environment, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def events(self, word):
        if not self.log.exists():
            return []
        lines = [line.split() for line in self.log.read_text().splitlines()]
        return [int(line[1]) for line in lines if len(line) > 1 and line[0] == word]

    def first_frame(self):
        """Milliseconds from the start of the process."""
        headless.wait_until(lambda: self.events('frame'), 30, 'the first frame')
        return (self.events('frame')[0] - self.started_at) / 1000

    def memory(self):
        """PSS in KiB (Documentation/filesystems/proc.rst)."""
        for line in pathlib.Path(f'/proc/{self.process.pid}/smaps_rollup').read_text().splitlines():
            if line.startswith('Pss:'):
                return int(line.split()[1])
        raise RuntimeError('no PSS')

    def stop(self):
        self.process.terminate()
        self.process.wait()


def measure_windows(runs):
    """(first frame, memory) of ours and of the yardstick, by turns, medians."""
    home = headless.folder() / 'bench-home'
    library.write_library(home / '.local/share', IDENTITIES)
    programs = {'ours': BUILD / 'src/chainsmith', 'bare': BUILD / 'tests/bench/bare-window'}
    frames = {name: [] for name in programs}
    memories = {name: [] for name in programs}
    for turn in range(runs + 1):
        for name, program in programs.items():
            run = Probed(program, home)
            frame = run.first_frame()
            time.sleep(6)  # the library is read by then, and what reading it took is given back
            memory = run.memory()
            run.stop()
            if turn > 0:  # the first turn warms the caches
                frames[name].append(frame)
                memories[name].append(memory / 1024)
    return ({name: statistics.median(values) for name, values in frames.items()},
            {name: statistics.median(values) for name, values in memories.items()})


def measure_keys(algorithm, options, count):
    """Mean seconds for a key on disk: ours in the program that is running already, openssl's as the command that a
    person would type instead. By turns of ten: finding primes takes as long as luck will have it, so RSA wants many."""
    spent = {'ours': 0.0, 'openssl': 0.0}
    place = headless.folder() / 'bench-key.pem'
    commands = {'ours': ([BUILD / 'tests/bench/create-key', algorithm, place, '10'], 1),
                'openssl': (['openssl', 'genpkey', *options, '-out', place], 10)}
    turns = max(1, count // 10)
    for _ in range(turns):
        for name, (command, times) in commands.items():
            before = time.perf_counter()
            for _ in range(times):
                subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            spent[name] += time.perf_counter() - before
    return {name: total / turns / 10 for name, total in spent.items()}


def measure_bundle(runs):
    """({ours, loop}: milliseconds for ten thousand certificates, until the first of them, {ours, loop}: bytes for each):
    medians, by turns. Ours has them all as DER in memory then, checked, and knows the line of each."""
    bundle = headless.folder() / 'bench-bundle.pem'
    subprocess.run([BUILD / 'tests/support/smith-make-bundle', str(CERTIFICATES), bundle], check=True)
    programs = {'ours': BUILD / 'tests/bench/open-bundle', 'loop': BUILD / 'tests/bench/read-bundle'}
    answers = {name: [] for name in programs}
    for turn in range(runs + 1):
        for name, program in programs.items():
            answer = subprocess.run([program, bundle], check=True, capture_output=True, text=True).stdout.split()
            if int(answer[0]) != CERTIFICATES:
                raise RuntimeError(f'{name} read {answer[0]} certificates')
            if turn > 0:  # the first turn warms the caches
                answers[name].append([float(number) for number in answer[1:]])
    ours, loop = ([statistics.median(column) for column in zip(*answers[name])] for name in ('ours', 'loop'))
    return {'ours': ours[1], 'loop': loop[0]}, ours[0], {'ours': ours[2], 'loop': loop[1]}


def measure_blocks(runs):
    """{step: (longest turn, layout in it, painting in it)}: medians. The first walk warms the caches."""
    import blocks
    walks = [blocks.measure(BUILD / 'src/chainsmith', PROBE) for _ in range(runs + 1)][1:]
    return {step: tuple(statistics.median(walk[step][kind] for walk in walks) for kind in (0, 1, 2)) for step in walks[0]}


def row(what, ours, theirs, unit, bound, against):
    ratio = ours / theirs
    return f'| {what} | {ours:.1f} {unit} | {theirs:.1f} {unit} ({against}) | {ratio:.2f} | at most {bound} |'


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument('--runs', type=int, default=5, help='of each window and of the main job (5)')
    options.add_argument('--keys', type=int, default=300, help='RSA keys of each program (300)')
    given = options.parse_args()
    headless.run_inside()

    print('| what | ours | against | ratio | wanted |\n|---|---|---|---|---|')
    frames, memories = measure_windows(given.runs)
    bare = 'an empty AdwApplicationWindow'
    print(row(f'start to first frame, {IDENTITIES} identities', frames['ours'], frames['bare'], 'ms', 1.5, bare))
    print(row(f'memory (PSS), {IDENTITIES} identities', memories['ours'], memories['bare'], 'MiB', 1.5, bare), flush=True)
    keys = measure_keys('rsa-2048', ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'], given.keys)
    print(row(f'an RSA 2048 key on disk, mean of {given.keys}', keys['ours'] * 1000, keys['openssl'] * 1000, 'ms', 1.1,
              '`openssl genpkey`'))
    keys = measure_keys('ec-p256', ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'], 100)
    print(row('an ECDSA P-256 key on disk, mean of 100', keys['ours'] * 1000, keys['openssl'] * 1000, 'ms', 1.1,
              '`openssl genpkey`'), flush=True)
    whole, first, memory = measure_bundle(given.runs)
    loop = 'a `PEM_read_bio_X509` loop'
    print(row(f'a bundle of {CERTIFICATES} certificates read', whole['ours'], whole['loop'], 'ms', '1.0', loop))
    print(row('… until its first rows are there', first, whole['loop'], 'ms', '1.0', loop))
    print(row('… memory for each certificate', memory['ours'], memory['loop'], 'B', '1.0', 'an `X509`'), flush=True)
    walked = measure_blocks(given.runs)
    for step, (longest, _, _) in walked.items():
        print(f'| longest turn of the main loop: {step} | {longest:.1f} ms | 16.7 ms (a frame at 60 Hz) | {longest / 16.7:.2f} '
              '| under 16 ms |')
    _, layout, painting = max(walked.values())
    print(f"\nA turn is all that the main loop does at a stretch: the program's own work, GTK's layout ({layout:.0f} ms of the "
          f'longest) and painting\n({painting:.0f} ms), in software and without a graphics card. Ours creates keys in the program that '
          'runs already, with fsync;\nopenssl starts for each, without.')


if __name__ == '__main__':
    main()
