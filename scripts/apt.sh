# Sourced by the other scripts: words to the person, and Debian packages when permitted.

say() { printf '%s\n' "-- $*" >&2; }
die() {
  printf '%s\n' "$*" >&2
  exit 1
}

# Runs a command as root: directly, or through a sudo that asks no password.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    sudo -n "$@"
  else
    return 1
  fi
}

# Installs Debian packages, or returns 1 where that is not permitted or not possible.
apt_install() {
  command -v apt-get >/dev/null || return 1
  as_root true || return 1
  say "Installing Debian packages: $*"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq </dev/null >/dev/null &&
    as_root env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq --no-install-recommends "$@" </dev/null >/dev/null
}
