#!/usr/bin/env bash
# Builds .venv from a hash-pinned lock, and does nothing when it is up to date.
#   scripts/venv.sh runtime   what `make run` needs
#   scripts/venv.sh dev       that, and what testing and checking need
# The stamp in .venv holds the hash of the lock it was built from; the dev lock
# contains the runtime one, so a dev environment also serves `make run`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/apt.sh

case "${1:?runtime or dev}" in
  runtime) lock=requirements.lock ;;
  dev) lock=requirements-dev.lock ;;
  *) die "Unknown set of packages: $1 (runtime or dev)." ;;
esac

sum_of() { sha256sum "$1" | cut -d' ' -f1; }
built_from() { [ -x .venv/bin/python ] && [ "$(cat ".venv/stamp-$1" 2>/dev/null)" = "$2" ]; }

runtime_sum=$(sum_of requirements.lock)
wanted_sum=$(sum_of "$lock")
if built_from "$1" "$wanted_sum"; then exit 0; fi

# Two makes at once would build the same folder: the second waits, then looks again.
if command -v flock >/dev/null; then
  exec 9<scripts/venv.sh
  flock 9
  if built_from "$1" "$wanted_sum"; then exit 0; fi
fi

find_python() {
  local candidate
  for candidate in ${PYTHON:-} python3.11 python3 python3.12 python3.13; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
}

python=$(find_python)
[ -n "$python" ] || die "Python 3.11 or later is needed (on Debian 12: apt-get install python3)."

# Debian splits venv's pip bootstrap into a package of its own.
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
  apt_install "$package" ||
    die "This Python has no venv module. Install it first: apt-get install $package"
fi

if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  say "Creating .venv with $("$python" --version)"
  rm -rf .venv
  "$python" -m venv .venv
fi

say "Installing the packages of $lock"
rm -f .venv/stamp-*
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
  --require-hashes -r "$lock"

# The runtime stamp goes with either set: the dev lock holds the same versions.
printf '%s\n' "$runtime_sum" >.venv/stamp-runtime
printf '%s\n' "$wanted_sum" >".venv/stamp-$1"
