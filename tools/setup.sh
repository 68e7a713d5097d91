#!/bin/sh
# Install what the project needs: system packages where they are missing (Debian
# and Ubuntu), a virtual environment, and the project in it, editable.
# Called by the Makefile; PYTHON and VENV choose the interpreter and the folder.
# With the word "browser" it installs only the browser in which tests open pages.
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

if [ "$want" = browser ]; then
  # Where it can't be installed, the tests of pages are skipped, and say so.
  fail() { say "setup: $*" >&2; exit 0; }
  command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || need chromium
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
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi

[ "$want" != browser ] || exit 0

python_has 'import sys; sys.exit(sys.version_info < (3, 11))' ||
  fail "Python 3.11 or newer is needed; $PYTHON is $("$PYTHON" --version 2>&1). Try: make PYTHON=python3.12 video"

if [ ! -x "$VENV/bin/python" ]; then
  say "setup: making $VENV"
  "$PYTHON" -m venv "$VENV"
fi
say "setup: installing the project and its dependencies into $VENV"
"$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
