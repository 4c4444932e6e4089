#!/usr/bin/env bash
# Makes sure of what the whole test suite stands on besides Python packages:
# PostgreSQL 13+ server programs (or TEST_POSTGRES_URL), Chromium, and what papers
# need for PDF; its Chinese font also gives pages the glyphs a clerk sees.
# Chromium's headless shell draws the same pages with a quarter less work, so it is taken
# where Debian has it.
# Installs what is missing where apt-get is permitted, and otherwise says what to do.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/apt.sh
source scripts/papers.sh

has_postgres() {
  [ -n "${TEST_POSTGRES_URL:-}" ] || .venv/bin/python -m tests.support.database.engines >/dev/null 2>&1
}
has_chromium() { [ -x /usr/bin/chromium ]; }
lacks_headless_shell() {
  ! command -v chromium-headless-shell >/dev/null &&
    apt-cache show chromium-headless-shell >/dev/null 2>&1
}

missing=()
has_postgres || missing+=(postgresql)
has_chromium || missing+=(chromium)
lacks_headless_shell && missing+=(chromium-headless-shell)
mapfile -t -O "${#missing[@]}" missing < <(missing_for_papers)
if [ "${#missing[@]}" -gt 0 ]; then
  apt_install "${missing[@]}" || say "Could not install: ${missing[*]}"
fi

has_postgres || die "The tests need PostgreSQL 13 or later: install its server programs" \
  "(apt-get install postgresql) or set TEST_POSTGRES_URL. 'make test-fast' runs without it."
has_chromium || die "The browser tests need /usr/bin/chromium (apt-get install chromium)." \
  "'make test-fast' runs without it."
[ -z "$(missing_for_papers)" ] || die "The tests of PDF need Pango and a Chinese font:" \
  "apt-get install ${papers_packages[*]}."
