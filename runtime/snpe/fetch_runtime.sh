#!/bin/sh
# Brings the libraries that qnn_runner needs on a 64-bit Arm Linux device with a Hexagon v@ARCH@: on your side, from
# Python's package index, with pip. They are Qualcomm's, under the licence that comes with them
# (onnxruntime_qnn/Qualcomm_LICENSE.pdf in the package): read it, you accept it by using them.
#
#   ./fetch_runtime.sh [FOLDER]        default: runtime, beside this script
#
# Needs a python3 with pip (any machine), and nothing installed.
set -eu

arch=@ARCH@
version=@VERSION@   # QAIRT @QAIRT@: the release that made the binary; a later one runs it, too
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
folder=${1:-$here/runtime}
python=${PYTHON:-python3}

command -v "$python" >/dev/null || { echo "fetch_runtime.sh: no $python: install Python 3, or set PYTHON" >&2; exit 5; }
"$python" -m pip --version >/dev/null 2>&1 || { echo "fetch_runtime.sh: $python has no pip" >&2; exit 5; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

"$python" -m pip download --quiet --no-deps --only-binary :all: --platform manylinux_2_34_aarch64 \
    --python-version 3.11 --implementation cp --dest "$work" "onnxruntime-qnn==$version" ||
    { echo "fetch_runtime.sh: pip cannot download onnxruntime-qnn $version for AArch64" >&2; exit 5; }

mkdir -p "$folder"
"$python" - "$work" "$folder" "$arch" <<'PICK'
import pathlib, sys, zipfile
work, folder, arch = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]
names = ["libQnnHtp.so", "libQnnSystem.so", f"libQnnHtpV{arch}Stub.so", f"libQnnHtpV{arch}Skel.so", "Qualcomm_LICENSE.pdf"]
(wheel,) = work.glob("*.whl")
with zipfile.ZipFile(wheel) as archive:
    inside = {pathlib.PurePosixPath(n).name: n for n in archive.namelist()}
    lost = [n for n in names if n not in inside]
    if lost:
        sys.exit(f"fetch_runtime.sh: {wheel.name} lacks {', '.join(lost)}")
    for name in names:
        (folder / name).write_bytes(archive.read(inside[name]))
PICK

cat <<DONE
Libraries are in $folder. On the device, with this folder and the model's beside each other:
  export LD_LIBRARY_PATH=$(basename "$folder")
  export ADSP_LIBRARY_PATH="$(basename "$folder");/system/lib/rfsa/adsp;/system/vendor/lib/rfsa/adsp;/dsp"
  ./qnn_runner MODEL.bin in0.bin out0.bin
DONE
