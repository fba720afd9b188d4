# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A private screen, session bus, window manager and home for one test script.

A script calls run_inside() first thing. That starts all of it, runs the script once more inside, and ends with its exit
status; the second time run_inside() returns at once. Nothing of the person's own session is seen or touched.
"""

import ctypes
import os
import pathlib
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

MARK = 'SMITH_HEADLESS_FOLDER'
KEPT = ('ASAN_OPTIONS', 'LSAN_OPTIONS', 'UBSAN_OPTIONS', 'TZ', 'MALLOC_PERTURB_', 'SMITH_BUILD', 'SMITH_SCREENSHOTS')
PR_SET_PDEATHSIG = 1

# Only what belongs to the session: accessibility, and the dialog that asks for a keyring's password. The secret service
# is started by hand (keyring.py), so that a test can be without one.
SERVICES = {
    'org.a11y.Bus': '/usr/libexec/at-spi-bus-launcher',
    'org.gnome.keyring.SystemPrompter': '/usr/libexec/gcr-prompter',
}
BUS_CONFIGURATION = '''<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={folder}/bus</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{folder}/services</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
'''


def die_with_parent():
    """For a child, before it runs: to end when this script ends, however it ends."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def spawn(arguments, environment, log, **more):
    """A process of the session; LOG is the file for what it says."""
    with open(log, 'ab') as output:
        return subprocess.Popen(arguments, env=environment, stdout=output, stderr=output, stdin=subprocess.DEVNULL,
                                preexec_fn=die_with_parent, **more)


def wait_until(condition, seconds, what):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f'{what}: not within {seconds} seconds')
        time.sleep(0.02)


def _find_helper(path):
    """Where this system keeps a helper that Debian has in /usr/libexec."""
    name = os.path.basename(path)
    for candidate in (path, f'/usr/lib/{name}', f'/usr/lib/at-spi2-core/{name}', f'/usr/libexec/at-spi2-core/{name}'):
        if os.path.exists(candidate):
            return candidate
    return path


def _start_screen(folder, size):
    reading, writing = os.pipe()
    with open(folder / 'xvfb.log', 'ab') as output:
        process = subprocess.Popen(
            ['Xvfb', '-displayfd', str(writing), '-screen', '0', f'{size}x24', '-nolisten', 'tcp', '-noreset'],
            pass_fds=(writing,), stdout=output, stderr=output, preexec_fn=die_with_parent)
    os.close(writing)
    said = b''
    while not said.endswith(b'\n') and select.select([reading], [], [], 20)[0]:
        piece = os.read(reading, 32)
        if not piece:
            break
        said += piece
    os.close(reading)
    number = said.decode().strip()
    if not number:
        raise RuntimeError('Xvfb did not start: ' + (folder / 'xvfb.log').read_text())
    return process, f':{number}'


def _make_environment(folder, display):
    environment = {
        'PATH': '/usr/local/bin:/usr/bin:/bin',
        'HOME': str(folder / 'home'),
        'LANG': 'C.UTF-8',
        'TZ': 'UTC',
        'DISPLAY': display,
        'DBUS_SESSION_BUS_ADDRESS': f'unix:path={folder}/bus',
        'XDG_RUNTIME_DIR': str(folder / 'run'),
        'XDG_CONFIG_HOME': str(folder / 'home/.config'),
        'XDG_DATA_HOME': str(folder / 'home/.local/share'),
        'XDG_CACHE_HOME': str(folder / 'home/.cache'),
        'GDK_BACKEND': 'x11',
        'GSK_RENDERER': 'cairo',
        'GSETTINGS_BACKEND': 'keyfile',
        'GTK_USE_PORTAL': '0',
        'ADW_DISABLE_PORTAL': '1',
        'GIO_USE_VFS': 'local',
        'GIO_USE_PROXY_RESOLVER': 'dummy',
        'NO_COLOR': '1',
        'PYTHONDONTWRITEBYTECODE': '1',
        MARK: str(folder),
    }
    environment.update({name: os.environ[name] for name in KEPT if name in os.environ})
    for name in ('HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_CACHE_HOME', 'XDG_RUNTIME_DIR'):
        os.makedirs(environment[name], mode=0o700, exist_ok=True)
    return environment


def _start_bus(folder, environment):
    services = folder / 'services'
    services.mkdir()
    for name, program in SERVICES.items():
        (services / f'{name}.service').write_text(f'[D-BUS Service]\nName={name}\nExec={_find_helper(program)}\n')
    (folder / 'bus.conf').write_text(BUS_CONFIGURATION.format(folder=folder))
    process = spawn(['dbus-daemon', f'--config-file={folder}/bus.conf', '--nofork', '--nopidfile'], environment,
                    folder / 'bus.log')
    wait_until((folder / 'bus').exists, 10, 'the session bus')
    return process


def _start_window_manager(name, folder, environment):
    process = spawn({'mutter': ['mutter', '--x11', '--sm-disable']}.get(name, [name]), environment, folder / 'wm.log')

    def is_there():
        said = subprocess.run(['xprop', '-root', '_NET_SUPPORTING_WM_CHECK'], env=environment, capture_output=True,
                              text=True).stdout
        return 'window id' in said
    try:
        wait_until(is_there, 20, name)
    except TimeoutError:
        process.kill()
        raise RuntimeError(f'{name} did not start: ' + (folder / 'wm.log').read_text()) from None
    return process


def run_inside(window_manager='openbox', size='1280x900'):
    """Returns inside the session only."""
    if MARK in os.environ:
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = pathlib.Path(tempfile.mkdtemp(prefix='chainsmith-desktop-'))
    processes = []
    status = 1
    try:
        screen, display = _start_screen(folder, size)
        processes.append(screen)
        environment = _make_environment(folder, display)
        processes.append(_start_bus(folder, environment))
        processes.append(_start_window_manager(window_manager, folder, environment))
        script = subprocess.Popen([sys.executable, os.path.abspath(sys.argv[0]), *sys.argv[1:]], env=environment,
                                  preexec_fn=die_with_parent)
        processes.append(script)
        status = script.wait()
    finally:
        for process in reversed(processes):
            process.terminate()
        for process in reversed(processes):
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(status if status >= 0 else 128 - status)


def folder():
    """The session's own folder, gone when it ends."""
    return pathlib.Path(os.environ[MARK])
