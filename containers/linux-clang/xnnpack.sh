#!/bin/sh
# XNNPACK's microkernels as static libraries for x86-64 and AArch64, where linkers look for them. Debian has them in
# libxnnpack-dev from release 13 (trixie) on; 12 has only a shared library. The package is unpacked, not installed: it asks
# for the rest of its release, which a library without calls to any other does not need. Run as root, on any Debian.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir -p lists/partial archives/partial

# From the mirror that this machine uses, with lists of their own: neither its sources nor its architectures change.
mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null |
    sed -nE 's/^URIs: *([^ ]+).*/\1/p; s/^deb +(\[[^]]*\] +)?([^ ]+) .*/\2/p' | grep -m 1 -E '/debian/?$' || true)
if [ -z "$mirror" ]; then
    echo "xnnpack.sh: apt's sources name no mirror of Debian" >&2
    exit 1
fi
keys=/usr/share/keyrings/debian-archive-keyring.gpg
echo "deb [signed-by=$keys] $mirror trixie main" >trixie.list
set -- -qq -o Dir::Etc::SourceList="$folder/trixie.list" -o Dir::Etc::SourceParts=- -o Dir::State::Lists="$folder/lists" \
    -o Dir::Cache="$folder" -o APT::Architectures::=amd64 -o APT::Architectures::=arm64 -o APT::Sandbox::User=root
apt-get "$@" update
apt-get "$@" download libxnnpack-dev:amd64/trixie libxnnpack-dev:arm64/trixie
for package in *.deb; do
    dpkg-deb --fsys-tarfile "$package" |
        tar -x -C / --wildcards './usr/lib/*/libmicrokernels-prod.a' ./usr/share/doc/libxnnpack-dev/copyright
done
