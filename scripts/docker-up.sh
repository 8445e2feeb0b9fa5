#!/usr/bin/env bash
# A Docker daemon that answers, and the base images that containers/*/Dockerfile start from. Run as root; needs dockerd
# (Debian: docker.io, iptables) and, where no registry can be reached, mmdebstrap: an image debian:SUITE or
# debian:SUITE-slim is then made from the Debian archive, with this machine's apt sources, proxies and certificates.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

log=$(mktemp -t dockerd.XXXXXX)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

answers() { timeout 20 docker version --format '{{.Server.Version}}' >/dev/null 2>&1; }

start_daemon() {
    answers && return
    # Where an init system runs the daemon it is that one's to start; in a bare container nobody does.
    if [ -d /run/systemd/system ] && systemctl start docker 2>/dev/null && answers; then return; fi
    setsid dockerd >"$log" 2>&1 </dev/null &
    for _ in $(seq 60); do
        answers && return
        sleep 0.5
    done
    echo "docker-up: no daemon answers; the last lines of its log ($log):" >&2
    tail -n 20 "$log" >&2
    exit 1
}

# The suite's lines of this machine's apt sources, as files that mmdebstrap takes; none where it runs another system.
sources() {
    local file
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
        if [ -f "$file" ] && grep -qE "(^|[[:space:]])$1([[:space:]]|$)" "$file"; then echo "$file"; fi
    done
}

# How this machine's apt reaches its sources.
settings() {
    apt-config dump | grep -E '^Acquire::(http|https|Check-Valid-Until|Check-Date|ForceIPv[46]|Retries)\b' || true
    [ -z "${http_proxy:-}" ] || echo "Acquire::http::Proxy \"$http_proxy\";"
    [ -z "${https_proxy:-}" ] || echo "Acquire::https::Proxy \"$https_proxy\";"
}

make_base() {
    local image=$1 suite
    suite=$(sed -nE 's/^debian:([a-z]+)(-slim)?$/\1/p' <<<"$image")
    if [ -z "$suite" ]; then
        echo "docker-up: $image cannot be pulled, and only debian:SUITE can be made without a registry" >&2
        exit 1
    fi
    if ! command -v mmdebstrap >/dev/null; then
        echo "docker-up: $image cannot be pulled; install mmdebstrap to make it here" >&2
        exit 1
    fi
    local -a from options=(--quiet --variant=minbase)
    mapfile -t from < <(sources "$suite")
    settings >"$scratch/apt.conf"
    [ ! -s "$scratch/apt.conf" ] || options+=("--aptopt=$scratch/apt.conf")
    if [ ${#from[@]} -gt 0 ] && grep -q 'https:' "${from[@]}" && [ -f /etc/ssl/certs/ca-certificates.crt ]; then
        options+=(--include=ca-certificates "--customize-hook=copy-in /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs")
    fi
    echo "docker-up: making $image with mmdebstrap"
    mmdebstrap "${options[@]}" "$suite" "$scratch/base.tar" "${from[@]}"
    docker import --change 'CMD ["bash"]' "$scratch/base.tar" "$image" >/dev/null
    rm "$scratch/base.tar"
}

start_daemon
# Those of containers/snpe* are the user's to build (packager/toolchain/image.py, BY_HAND).
mapfile -t recipes < <(find containers -name Dockerfile -not -path 'containers/snpe*')
mapfile -t bases < <(sed -nE 's/^FROM +(--[^ ]+ +)?([^ ]+).*/\2/p' "${recipes[@]}" | sort -u)
for image in "${bases[@]}"; do
    if docker image inspect "$image" >/dev/null 2>&1; then continue; fi
    timeout 300 docker pull --quiet "$image" 2>/dev/null || make_base "$image"
done
docker version --format 'docker-up: daemon {{.Server.Version}} is ready'
