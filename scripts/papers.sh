#!/usr/bin/env bash
# What papers need of the system to be made into PDF: Pango, which lays text out, and a
# Chinese font. Run, it installs what is missing where apt-get is permitted, and otherwise
# says so and goes on, since papers are printed by the browser as well. Sourced, it lends
# `missing_for_papers`.
set -euo pipefail

papers_packages=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-cjk)

# The packages that are not there, one a line.
missing_for_papers() {
  local libraries
  libraries=$(ldconfig -p 2>/dev/null || true)
  grep -q 'libpango-1\.0\.so\.0' <<<"$libraries" || echo libpango-1.0-0
  grep -q 'libpangoft2-1\.0\.so\.0' <<<"$libraries" || echo libpangoft2-1.0-0
  grep -q 'libharfbuzz-subset\.so\.0' <<<"$libraries" || echo libharfbuzz-subset0
  if ! command -v fc-list >/dev/null || [ -z "$(fc-list :lang=zh)" ]; then
    printf '%s\n' fontconfig fonts-noto-cjk
  fi
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
  cd "$(dirname "$0")/.."
  source scripts/apt.sh
  mapfile -t missing < <(missing_for_papers)
  if [ "${#missing[@]}" -gt 0 ] && ! apt_install "${missing[@]}"; then
    say "No PDF of papers, since these are missing: ${missing[*]}. Browsers print them all the same."
  fi
fi
