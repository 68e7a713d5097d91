#!/bin/sh
# Install what the project needs: system packages where they are missing (Debian
# and Ubuntu), a virtual environment, and the project in it, editable.
# Called by the Makefile; PYTHON and VENV choose the interpreter and the folder.
# With the word "tests" it installs only what tests need beyond that: programs that
# open what is published, and voices.
set -eu

PYTHON=${PYTHON:-python3}
VENV=${VENV:-.venv}

say() { printf '%s\n' "$*"; }
fail() { say "setup: $*" >&2; exit 1; }
want=${1:-project}

# What pip cannot install: pycairo is compiled here, against cairo and the
# interpreter's headers; pango comes with it in case ManimPango has no wheel.
missing=""
need() { missing="$missing $1"; }
has_library() { command -v pkg-config >/dev/null 2>&1 && pkg-config --exists "$1"; }
python_has() { "$PYTHON" -c "$1" >/dev/null 2>&1; }

# Playwright's own browser is as good as the system's.
own_browser() {
  "$VENV/bin/python" -c 'from playwright.sync_api import sync_playwright
with sync_playwright() as p: open(p.chromium.executable_path)' >/dev/null 2>&1
}
has_one() { for name in "$@"; do command -v "$name" >/dev/null 2>&1 && return; done; return 1; }

if [ "$want" = tests ]; then
  browser_hint="
(Chromium also comes with: $VENV/bin/python -m playwright install --with-deps chromium)"
  has_one chromium chromium-browser google-chrome google-chrome-stable chrome || own_browser || need chromium
  command -v espeak-ng >/dev/null 2>&1 || need espeak-ng
  command -v ffprobe >/dev/null 2>&1 || need ffmpeg
  command -v openssl >/dev/null 2>&1 || need openssl
else
  command -v "$PYTHON" >/dev/null 2>&1 || need python3
  command -v cc >/dev/null 2>&1 || need gcc
  command -v pkg-config >/dev/null 2>&1 || need pkg-config
  has_library cairo || need libcairo2-dev
  has_library pangocairo || need libpango1.0-dev
  python_has 'import ensurepip, venv' || need python3-venv
  python_has 'import os, sysconfig; open(os.path.join(sysconfig.get_paths()["include"], "Python.h"))' ||
    need python3-dev
fi

if [ -n "$missing" ]; then
  command -v apt-get >/dev/null 2>&1 || [ "$want" != tests ] ||
    fail "these are missing and this is not a Debian system:$missing
Install them with your package manager$browser_hint"
  command -v apt-get >/dev/null 2>&1 || fail "these are missing and this is not a Debian system:$missing
Install cairo, pango and pkg-config with your package manager (macOS: brew install cairo pango pkg-config),
then: python3 -m venv .venv && .venv/bin/pip install -e ."
  if [ "$(id -u)" -eq 0 ]; then
    as_root=""
  elif command -v sudo >/dev/null 2>&1; then
    as_root="sudo"
  else
    fail "these system packages are missing:$missing
Ask an administrator to run: apt-get install$missing"
  fi
  say "setup: installing system packages:$missing"
  $as_root apt-get update -qq
  # shellcheck disable=SC2086  # the list is meant to split into words
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null ||
    fail "these packages could not be installed:$missing${browser_hint:-}"
fi

if [ "$want" = tests ]; then
  # Apart from the rest: whatever calls itself a plugin of Manim is loaded with it, every time.
  say "setup: installing manim-voiceover for the tests"
  "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --upgrade \
    --target "$VENV/voiceover" 'manim-voiceover>=0.4,<0.5' 'pyttsx3>=2.90,<3' 'sox>=1.4,<2' \
    'mutagen>=1.46,<2' 'python-dotenv>=1.2,<2' 'python-slugify>=8,<9' 'text-unidecode>=1.3,<2'
  exit 0
fi

python_has 'import sys; sys.exit(sys.version_info < (3, 11))' ||
  fail "Python 3.11 or newer is needed; $PYTHON is $("$PYTHON" --version 2>&1). Try: make PYTHON=python3.12 video"

if [ ! -x "$VENV/bin/python" ]; then
  say "setup: making $VENV"
  "$PYTHON" -m venv "$VENV"
fi
say "setup: installing the project and its dependencies into $VENV"
"$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --editable '.[dev,natural,studio]'
