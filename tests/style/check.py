#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The house rules that a compiler does not see, as TAP: usage check.py SOURCE-ROOT

Each rule is a function that yields one sentence for each breach.
"""

import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

ROOT = pathlib.Path(sys.argv[1]).resolve()

# Which rooms of src a room may enter, and which foreign headers it may name.
ROOMS = {
    "base": set(),
    "crypto": {"base"},
    "net": {"base"},
    "aws": {"base", "net"},
    "keyring": {"base"},
    "models": {"base", "crypto", "net", "aws", "keyring"},
    "app": {"base", "crypto", "aws", "keyring", "models"},
    "cli": {"base", "crypto", "models"},
}
FOREIGN = {
    "openssl/": {"crypto"},
    "libsoup/": {"net"},
    "archive": {"crypto"},
    "libpsl.h": {"models"},
    "json-glib/": {"aws", "models", "cli"},
    "libsecret/": {"keyring"},
    "gtk/": {"app"},
    "gdk/": {"app"},
    "graphene": {"app"},
    "adwaita.h": {"app"},
}
INCLUDE = re.compile(r'^\s*#\s*include\s+[<"]([^>"]+)[>"]', re.MULTILINE)


def tracked(*patterns):
    """The files that git knows or would take, so that build folders do not count."""
    try:
        names = subprocess.run(
            ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *patterns],
            cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
        paths = [ROOT / name for name in names if name]
    except (OSError, subprocess.CalledProcessError):  # an exported tree
        paths = [path for pattern in patterns for path in ROOT.glob(pattern)]
    return sorted(path for path in paths if path.is_file())


def name(path):
    return str(path.relative_to(ROOT))


def sources():
    return tracked("src/**/*.c", "src/**/*.h", "src/*.c")


def room_of(path):
    return path.relative_to(ROOT / "src").parts[0]


def check_layers():
    """Arrows go one way: no room includes a header of a room above it."""
    headers = {}
    for path in tracked("src/**/*.h"):
        if headers.setdefault(path.name, room_of(path)) != room_of(path):
            yield f"{name(path)}: a header of that name is in {headers[path.name]} too"
    for path in sources():
        room = room_of(path)
        if room == "main.c":
            continue
        for include in INCLUDE.findall(path.read_text()):
            owner = headers.get(pathlib.PurePath(include).name)
            if owner and owner != room and owner not in ROOMS[room]:
                yield f"{name(path)}: src/{room} includes {include} of src/{owner}"
            if owner and owner != room and include.endswith("-private.h"):
                yield f"{name(path)}: {include} is private to src/{owner}"


def check_foreign_headers():
    """Each foreign library is named in one room only, and OpenSSL never in a public header."""
    for path in sources():
        room = room_of(path)
        for include in INCLUDE.findall(path.read_text()):
            for prefix, rooms in FOREIGN.items():
                if include.startswith(prefix) and room not in rooms | {"main.c"}:
                    yield f"{name(path)}: <{include}> belongs to src/{'/'.join(sorted(rooms))}"
            if include.startswith("openssl/") and path.suffix == ".h" and not path.stem.endswith(("-private", "-pch")):
                yield f"{name(path)}: a public header names OpenSSL"


def check_compatibility():
    """What GTK or libadwaita deprecated after the floor, and version conditions, live in one file."""
    later = re.compile(r"\b(GtkFileChooserNative|gtk_file_chooser|AdwMessageDialog|adw_message_dialog|AdwAboutWindow|"
                       r"adw_about_window|GtkInfoBar|GtkDialog|GtkTreeView|GtkComboBox|AdwLeaflet|AdwFlap|AdwSqueezer|"
                       r"gtk_show_uri|gtk_widget_show|gtk_widget_hide|GTK_CHECK_VERSION|ADW_CHECK_VERSION)\b")
    for path in tracked("src/**/*.c", "src/**/*.h", "ui/*.ui"):
        if path.stem != "smith-compat":
            for found in sorted(set(later.findall(path.read_text()))):
                yield f"{name(path)}: {found} belongs to src/app/smith-compat.c"


def check_potfiles():
    """po/POTFILES.in is sorted and names every file with a translatable text, and no other."""
    listed = [line for line in (ROOT / "po/POTFILES.in").read_text().split("\n") if line and not line.startswith("#")]
    if listed != sorted(listed):
        yield "po/POTFILES.in is not sorted"
    wanted = set()
    marks = re.compile(r'\b(?:_|N_|C_|NC_|ngettext|g_dngettext|Q_)\s*\(')
    for path in tracked("src/*.c", "src/**/*.c"):
        if marks.search(path.read_text()):
            wanted.add(name(path))
    for path in tracked("ui/*.ui"):
        if 'translatable="yes"' in path.read_text():
            wanted.add(name(path))
    for path in tracked("data/*.desktop.in", "data/*.metainfo.xml.in", "data/*.gschema.xml"):
        wanted.add(name(path))
    for missing in sorted(wanted - set(listed)):
        yield f"po/POTFILES.in lacks {missing}"
    for extra in sorted(set(listed) - wanted):
        if not extra.startswith("data/"):
            yield f"po/POTFILES.in names {extra}, which has nothing to translate"
        elif not (ROOT / extra).exists():
            yield f"po/POTFILES.in names {extra}, which does not exist"


def check_templates():
    """Every template is named as its class's source file, and is in the resource file."""
    resources = (ROOT / "ui/chainsmith.gresource.xml").read_text()
    for path in tracked("ui/*.ui"):
        if f">{path.name}<" not in resources:
            yield f"ui/chainsmith.gresource.xml lacks {path.name}"
        template = ElementTree.parse(path).getroot().find("template")
        if template is not None and not (ROOT / "src/app" / f"{path.stem}.c").exists():
            yield f"{name(path)}: there is no src/app/{path.stem}.c"
        if template is not None:
            words = re.sub(r"(?<!^)(?=[A-Z])", "-", template.get("class")).lower()
            if words != path.stem:
                yield f"{name(path)}: is the template of {template.get('class')}"


def check_accessible_names():
    """A button that shows only a symbol has a tooltip or a label for the screen reader."""
    for path in tracked("ui/*.ui"):
        for widget in ElementTree.parse(path).getroot().iter("object"):
            if widget.get("class") not in {"GtkButton", "GtkMenuButton", "GtkToggleButton", "AdwSplitButton"}:
                continue
            properties = {child.get("name") for child in widget.findall("property")}
            labels = {child.get("name") for box in widget.findall("accessibility") for child in box.findall("property")}
            relations = {child.get("name") for box in widget.findall("accessibility") for child in box.findall("relation")}
            if "icon-name" in properties and not properties & {"label", "tooltip-text", "child"} and not labels & {"label"} \
                    and "labelled-by" not in relations and widget.find("child") is None:
                yield f"{name(path)}: a {widget.get('class')} {widget.get('id') or ''} has no name"


def check_files():
    """Licence lines, length, width, white space, and names."""
    for path in tracked("src/*.c", "src/**/*.c", "src/**/*.h", "tests/**/*.c", "tests/**/*.h", "tests/**/*.py", "tests/*.py",
                        "tests/**/*.sh", "bootstrap", "meson.build", "**/meson.build"):
        text = path.read_text()
        if "SPDX-License-Identifier: GPL-3.0-or-later" not in text[:400]:
            yield f"{name(path)}: no licence line"
        lines = text.split("\n")
        if len(lines) > 1000:
            yield f"{name(path)}: {len(lines)} lines; cut it by concern"
        if not text.endswith("\n"):
            yield f"{name(path)}: does not end with a newline"
        for number, line in enumerate(lines, 1):
            if len(line) > 140:
                yield f"{name(path)}:{number}: {len(line)} columns"
            if line != line.rstrip():
                yield f"{name(path)}:{number}: white space at the end"
            if "\t" in line and path.suffix in {".c", ".h"}:
                yield f"{name(path)}:{number}: a tab"
            if path.parent != ROOT / "tests/style" and re.search(r"\b(TODO|FIXME|XXX|HACK)\b", line):
                yield f"{name(path)}:{number}: unfinished"
    for path in tracked("src/**/*.c", "src/**/*.h"):
        if not path.stem.startswith("smith-") or path.stem in {"smith-utils", "smith-util", "smith-misc", "smith-common"}:
            yield f"{name(path)}: name it smith-NOUN"


def check_headers():
    """A source file starts with config.h and its own header; a header guards itself once."""
    for path in tracked("src/**/*.c"):
        includes = INCLUDE.findall(path.read_text())
        if not includes or includes[0] != "config.h":
            yield f"{name(path)}: config.h comes first"
        own = {f"{path.stem}.h", f"{path.stem}-private.h"}
        if len(includes) > 1 and includes[1] not in own and any((path.parent / header).exists() for header in own):
            yield f"{name(path)}: its own header comes second"
    for path in tracked("src/**/*.h"):
        # What is compiled by itself (precompiled headers) is included by nobody.
        if "#pragma once" not in path.read_text() and not path.stem.endswith("-pch"):
            yield f"{name(path)}: no #pragma once"


def check_tests_mirror():
    """Every source file outside src/app whose functions are public has one of them called by a test."""
    defined = re.compile(r"^(smith_[a-z0-9_]+) \(", re.MULTILINE)
    tests = "\n".join(test.read_text() for test in tracked("tests/**/*.c"))
    called = set(re.findall(r"\bsmith_[a-z0-9_]+\b", tests))
    for path in tracked("src/**/*.c"):
        room = room_of(path)
        if room == "app":
            continue
        public = "\n".join(header.read_text() for header in tracked(f"src/{room}/*.h")
                           if not header.stem.endswith("-private"))
        functions = {function for function in defined.findall(path.read_text()) if f"{function} " in public}
        if functions and not functions & called:
            yield f"{name(path)}: no test calls any of {', '.join(sorted(functions)[:3])}"


RULES = [check_layers, check_foreign_headers, check_compatibility, check_potfiles, check_templates,
         check_accessible_names, check_files, check_headers, check_tests_mirror]

print(f"1..{len(RULES)}")
worst = 0
for index, rule in enumerate(RULES, 1):
    breaches = list(rule())
    print(f"{'not ok' if breaches else 'ok'} {index} - {rule.__name__.removeprefix('check_').replace('_', ' ')}")
    for breach in breaches:
        print(f"# {breach}")
        worst = 1
sys.exit(worst)
