#!/bin/bash
# Runs a tool of the SDK that is mounted at /opt/qairt, in the environment that the SDK's own script sets up.
set -e
if [ ! -f /opt/qairt/bin/envsetup.sh ]; then
    echo "no SDK at /opt/qairt: mount the folder that holds bin/envsetup.sh (-v \"\$QAIRT_SDK_ROOT:/opt/qairt:ro\")" >&2
    exit 5
fi
here=$PWD
cd /opt/qairt/bin
# shellcheck disable=SC1091
. ./envsetup.sh >/dev/null
cd "$here"
exec "$@"
