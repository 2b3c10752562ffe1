#!/bin/sh
# Makes sure of LuaLaTeX and of every file that packages.txt names.
#
#   install-tex.sh                  check, and install what is missing
#   install-tex.sh --apt PACKAGE..  install other Debian packages in the same way
#
# Silent where nothing is missing. On Debian and Ubuntu it installs with apt, as root or by a sudo
# that asks for no password. Anywhere else it prints the commands to run and exits with 3.
# APT_ARCHIVES=DIR keeps the downloaded packages in DIR, for a cache. DIR is for this user alone, and
# what lies there is used only where its hash is in the index that the distribution has signed.
set -eu
newline='
'

# The words of column $1 of $rows, each once and with $2 before it, on one line. Of two names it is
# the newer one, or with $3 the older one.
column() {
    printf '%s\n' "$rows" |
        awk -v n="$1" -v prefix="${2-}" -v older="${3-}" '!seen[$n]++ {
            split($n, names, "|")
            printf "%s%s", gap, prefix (older && names[2] ? names[2] : names[1])
            gap = " "
        }'
}

# Leaves in $rows those whose file TeX does not find: all of them without LuaLaTeX.
# One kpsewhich call serves all files.
keep_missing() {
    # shellcheck disable=SC2046  # the file names are words
    found=$(command -v lualatex >/dev/null && kpsewhich $(column 1)) || :
    rows=$(
        printf '%s\n' "$rows" | while read -r file packages; do
            case "$found$newline" in
                *"/$file$newline"*) ;;
                *) echo "$file $packages" ;;
            esac
        done
    )
}

# As root, or by a sudo without a password. Nothing may wait for an answer.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi </dev/null >&2
}

# Leaves in APT_ARCHIVES no package but those whose hash is in the distribution's index: apt looks at
# the size alone of what it has already.
keep_signed() {
    signed=$(apt-cache dumpavail | awk '$1 == "SHA256:" { print $2 }')
    for package in "$APT_ARCHIVES"/*.deb; do
        [ -e "$package" ] || continue
        hash=$(sha256sum <"$package" | cut -d ' ' -f 1)
        printf '%s\n' "$signed" | grep -qx "$hash" || as_root rm -f "$package"
    done
}

# Fails where apt is not there, not allowed, or not able.
apt_install() {
    command -v apt-get >/dev/null && as_root true 2>/dev/null || return 1
    echo "Installing with apt: $*" >&2
    # A new machine may still be busy with its own updates: wait for the lock.
    set -- -qq -o DPkg::Lock::Timeout=300 "$@"
    if [ -n "${APT_ARCHIVES-}" ]; then
        (umask 077 && mkdir -p "$APT_ARCHIVES/partial")
        chmod 700 "$APT_ARCHIVES"
        # apt's own user may not read this folder; root looks at the signatures as well.
        set -- -o "Dir::Cache::Archives=$APT_ARCHIVES" -o APT::Keep-Downloaded-Packages=true \
            -o APT::Sandbox::User=root "$@"
    fi
    # One broken source of many is no reason to stop: install knows what it misses.
    as_root apt-get -qq update || :
    [ -z "${APT_ARCHIVES-}" ] || keep_signed
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

if [ "${1-}" = --apt ]; then
    shift
    apt_install "$@" && exit
    cat >&2 <<END
Missing: $*. Install it, then run the command again.
  Debian, Ubuntu:  sudo apt-get install $*
  elsewhere:       the package of that purpose
END
    exit 3
fi

rows=$(sed 's/#.*//' "$(dirname "$0")/packages.txt" | awk NF)
keep_missing
[ -n "$rows" ] || exit 0
# shellcheck disable=SC2046  # the package names are words
if apt_install $(column 2); then
    keep_missing
    [ -n "$rows" ] || exit 0
fi
cat >&2 <<END
TeX misses $(column 1). Install it, then run the command again.
  Debian, Ubuntu:  sudo apt-get install --no-install-recommends $(column 2)
  Fedora:          sudo dnf install $(column 3 texlive- older)
  macOS:           brew install --cask basictex; then, in a new terminal,
                   sudo tlmgr update --self && sudo tlmgr install $(column 3)
                   (or the whole MacTeX: brew install --cask mactex-no-gui)
  Windows:         winget install MiKTeX.MiKTeX, which fetches packages when they are used;
                   or with TeX Live: tlmgr install $(column 3)
END
printf '%s\n' "$rows" | awk '{
    if (split($3, names, "|") == 2) print "Before TeX Live 2026, " names[1] " is called " names[2] "."
}' >&2
exit 3
