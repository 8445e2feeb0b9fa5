"""Every error that a user can meet: one class per cause, four lines each (what, where, why, fix), and an exit status.

`docs/errors.md` is generated from the docstrings of this module.
"""

from __future__ import annotations

from packager.error import MODEL as MODEL
from packager.error import PackError as PackError
from packager.error import PackErrors as PackErrors
from packager.error import Where as Where
from packager.error import distinct as distinct
from packager.error import in_manifest as in_manifest
from packager.error import one_line as one_line
from packager.error import raise_all as raise_all
from packager.error_pytorch import ExportFailed as ExportFailed
from packager.error_pytorch import TorchMissing as TorchMissing

# --- 1xx: usage and manifest, exit 2 ---


class Usage(PackError):
    """The command line says something that pack does not understand.

    Cause: an unknown command or option, a value of the wrong kind, a missing argument.
    Fix: `pack COMMAND --help` lists what a command takes.
    """

    code = "E100"
    exit = 2


class ManifestError(PackError):
    """The manifest says something that pack does not understand: a value of a wrong type, unit or range.

    Cause: a text where a number belongs, `95 kb` for `95kB`, a negative size, values that exclude each other.
    Fix: correct the value at the line that the error names; docs/manifest.md shows each key with an example.
    """

    code = "E101"
    exit = 2


class ManifestSyntax(ManifestError):
    """A manifest or target file is not the YAML that pack reads, or is too large, too deep or repeats a key.

    Cause: wrong indentation, an unclosed quote or bracket, a key written twice, a tag, an alias to itself.
    Fix: correct the line that the error names; texts with `:`, `#` or brackets need quotes.
    """

    code = "E102"


class UnknownName(ManifestError):
    """A key, target, or choice that pack does not know; the error names the nearest one it knows.

    Cause: a typing mistake, or a key in the wrong mapping.
    Fix: take the name that the error proposes; docs/manifest.md lists all of them.
    """

    code = "E103"


class FileMissing(ManifestError):
    """A file that the command line or the manifest names does not exist or cannot be read.

    Cause: a path relative to the wrong folder: paths in a manifest start at the manifest's own folder.
    Fix: correct the path, or the permissions of the file.
    """

    code = "E104"


class NotInThisVersion(ManifestError):
    """The manifest asks for a feature that pack has reserved a name for, but that this version does not have.

    Cause: a key, target or engine of a later version, such as `cortex-m4`, `quantize` for a CPU, `models` for `snpe`.
    Fix: remove it; the error says what does the job today.
    """

    code = "E105"


class TargetInvalid(ManifestError):
    """A target file describes a processor that pack cannot generate code for, or contradicts itself.

    Cause: a tile that needs more registers than there are, a triple without four parts, `fma` without the feature.
    Fix: start from a file of `pack targets`, with `like: NAME`, and change only what differs.
    """

    code = "E106"


class ChipUnsupported(ManifestError):
    """The target asks for a Qualcomm SoC, a Hexagon architecture or a precision that cannot be built for.

    Cause: v65 and v66, which have no tensor unit; fp16 on v68; a SoC and an architecture that contradict each other.
    Fix: the error says what is possible instead.
    """

    code = "E107"


class CalibrationInvalid(ManifestError):
    """The data that a network is to be quantised by does not do: none, too little, of a wrong shape, or not finite.

    Cause: an empty folder, an npz with other names than the model's inputs, data before instead of after preprocessing.
    Fix: give 8 to 100 real inputs, as the network gets them in use.
    """

    code = "E108"


class InstallBroken(PackError):
    """Files that belong to pack are missing from its installation.

    Cause: an incomplete copy of the package, or a package built without its data.
    Fix: install pack again.
    """

    code = "E110"
    exit = 2


class DistInvalid(PackError):
    """The folder is not one target's output folder of `pack build`, or its files do not belong together.

    Cause: the folder above or below the right one, a file that was removed, or a build by another version of pack.
    Fix: give `build/<name>/<target>`, or build again.
    """

    code = "E120"
    exit = 2


class InputInvalid(PackError):
    """The tensors given to `pack run` do not fit the model: a wrong name, shape or element type, or a damaged file.

    Cause: an npz with other names than the model's, another image size, float64 where the model reads float32.
    Fix: the error states what the model expects; `numpy.savez(path, NAME=array)` writes it.
    """

    code = "E121"
    exit = 2


class PhotoInvalid(PackError):
    """A photo cannot become an input: Pillow is not installed, the picture is damaged, or `preprocess` does not fit.

    Cause: an input that is no picture, or channels in another place than `preprocess` says.
    Fix: `pip install 'packager[image]'`; set `preprocess: {NAME: {layout: ..., channels: ...}}`; or give an npz.
    """

    code = "E122"
    exit = 2


# --- 3xx: the model, exit 3 ---


class ModelInvalid(PackError):
    """The ONNX file is damaged, truncated, cyclic, or reaches outside its own folder.

    Cause: a download that broke off, a Git LFS pointer in place of the file, external data beside another folder.
    Fix: fetch or export the model again; keep external data in the model's own folder.
    """

    code = "E301"
    exit = 3


class ModelChanged(PackError):
    """The model file is not the one that the manifest's `sha256` names.

    Cause: the file was replaced, damaged in transfer, or is a Git LFS pointer.
    Fix: fetch the right file, or put the sha256 that the error shows into the manifest.
    """

    code = "E302"
    exit = 3


class Unsupported(PackError):
    """The model holds an operator, a data type or a shape that pack cannot compile.

    Cause: an operator that `pack ops` does not list, a quantised model, an operator set that is too old.
    Fix: export another way, as the error proposes, or cut the model before the operator with `outputs: [NAME]`.
    """

    code = "E310"
    exit = 3


class OperatorBroken(ManifestError):
    """A file of the manifest's `ops` cannot be used, or an operator in it computes something else than it means.

    Cause: a mistake in the file; the error has Python's own words.
    Fix: correct the file; `pack ops --test FILE` runs the cases of its operators.
    """

    code = "E112"

    @classmethod
    def of(cls, file: str, why: str) -> OperatorBroken:
        """The error for `file`."""
        fix = "correct the file; docs/adding-an-operator.md shows what it holds"
        return cls("the user's own operator cannot be used", where=file, why=why, fix=fix)


class DynamicShape(PackError):
    """A size in the model is not known when pack builds: a symbolic input dimension, or a shape computed from data.

    Cause: an export with dynamic axes, or an operator such as NonZero whose output's size depends on its input.
    Fix: state the input's shape with `model: {path: ..., inputs: {NAME: [1, 3, H, W]}}`, as the error shows; or cut the
    model before the operator with `outputs: [NAME]`.
    """

    code = "E311"
    exit = 3

    value = ""
    """The value whose content would have to be known."""

    inputs: tuple[str, ...] = ()
    """The model's inputs that it is computed from."""

    def of(self, value: str) -> DynamicShape:
        """The error, saying what would have to be known."""
        self.value = value
        return self


class ModelTooLarge(PackError):
    """The model is beyond what pack reads: the size of the file, of a tensor, or the number of nodes.

    Cause: a damaged file that claims huge sizes, or a network that is not meant for small machines.
    Fix: the error states the limit and what exceeds it.
    """

    code = "E312"
    exit = 3


class NotOnHtp(PackError):
    """The model holds a node that Qualcomm's tensor processor (HTP) cannot compute; none is left to another processor.

    Cause: an operator, a data type or a rank that the HTP does not have.
    Fix: export another way, cut the model before the node with `outputs: [NAME]`, or build for the CPU (`aarch64`).
    """

    code = "E313"
    exit = 3


class AddressesTooLarge(PackError):
    """The model does not fit into the target's address space: an offset or a loop bound has more than 32 bits.

    Cause: a model of gigabytes on a 32-bit target.
    Fix: choose a 64-bit target, or a smaller input.
    """

    code = "E330"
    exit = 3


class GraphBroken(PackError):
    """A pass left the graph inconsistent: a bug of pack, found by the check between two passes.

    Cause: a rewrite that does not expect this model.
    Fix: report it with the model; `STOP=n` finds the patch that breaks it.
    """

    code = "E390"
    exit = 3

    @classmethod
    def of(cls, graph: str, node: str, why: str) -> GraphBroken:
        """The error for `node` of `graph`."""
        return cls(
            f"graph '{graph}' is inconsistent",
            where=Where(graph, node=node),
            why=why,
            fix="this is a bug of pack: report it with the model, and find the patch with STOP=n",
        )


class PlanBroken(PackError):
    """The memory plan would let two values overwrite each other, or a kernel leave its buffer: a bug of pack.

    The checker behind the planner found it; no binary was made.

    Cause: an order of the model's nodes that the planner does not expect.
    Fix: report it with the model and the memory map that DEBUG=3 prints.
    """

    code = "E391"
    exit = 3

    @classmethod
    def of(cls, graph: str, node: str, why: str) -> PlanBroken:
        """The error for the plan of `graph`, found at `node`."""
        return cls(
            f"the memory plan of '{graph}' is wrong",
            where=Where(graph, node=node),
            why=why,
            fix="this is a bug of pack: report it with the model and the memory map that DEBUG=3 prints",
        )


class EngineBroken(PackError):
    """An engine claims what is not there, is not what an engine must be, or gives calls that do not fit.

    Cause: a mistake in the engine, or one written for another version of pack.
    Fix: report it to who wrote the engine; `packager.check_engine` finds such mistakes; or leave the engine out.
    """

    code = "E392"
    exit = 3

    @classmethod
    def of(cls, engine: str, why: str) -> EngineBroken:
        """The error for the engine called `engine`."""
        return cls(
            f"the engine '{engine}' is broken",
            why=why,
            fix="report it to who wrote the engine, or leave it out of `engines:`",
        )


# --- 4xx: over budget, exit 4 ---


class OverBudget(PackError):
    """The result is larger than the manifest's `budget` allows; nothing is left in the output folder.

    Cause: a limit below what the network needs, or weights inside the binary.
    Fix: raise the limit, or take fewer kinds of layers or a smaller input; the error names what is largest.
    """

    code = "E401"
    exit = 4


# --- 5xx: toolchains and linking, exit 5 ---


class ToolchainError(PackError):
    """A toolchain cannot do its work: what the errors E501 to E519 have in common."""

    exit = 5


class DockerUnavailable(ToolchainError):
    """No Docker (or podman) daemon answers.

    Cause: the daemon is not installed, not started, or `DOCKER_HOST` names another place; or it died while it worked.
    Fix: start it (`sudo systemctl start docker`), or build with `--toolchain local`.
    """

    code = "E501"


class DockerPermission(ToolchainError):
    """A Docker daemon is there, but this user may not talk to it.

    Cause: the user is not in the group that owns the daemon's socket.
    Fix: `sudo usermod -aG docker $USER` and log in again, or a rootless daemon, or `--toolchain local`.
    """

    code = "E502"


class ImageFailed(ToolchainError):
    """The image of a toolchain cannot be built or used.

    Cause: no network to the base image or the packages, a full disk, or a changed Dockerfile; the last lines of the
    build's log are in the error.
    Fix: repair what the log says and run `pack toolchain build`, or build with `--toolchain local`.
    """

    code = "E503"


class CompileFailed(ToolchainError):
    """The C compiler or the linker refused the runtime or the kernels.

    Cause: `cflags` of a target file that the compiler does not know, a compiler that is too old, or a bug of pack.
    Fix: correct the target file, or take the other toolchain; the command and its messages are in the error.
    """

    code = "E504"


class ToolchainTimeout(ToolchainError):
    """A toolchain did not end within its time limit and was stopped.

    Cause: an overloaded machine, or a daemon that hangs.
    Fix: try again; restart the daemon.
    """

    code = "E505"


class DiskFull(ToolchainError):
    """A disk that the toolchain writes to is full: the temporary folder's or the Docker daemon's.

    Cause: no space is left.
    Fix: free some: `pack toolchain prune`, `docker system prune`, or set `TMPDIR` to another disk.
    """

    code = "E506"


class LocalToolchainMissing(ToolchainError):
    """No C toolchain for the target is on this machine.

    Cause: neither the Python package `ziglang` nor a fitting clang (with ld.lld) or gcc is installed.
    Fix: `python -m pip install 'packager[local]'`, or start Docker.
    """

    code = "E507"


class ContainerFailed(ToolchainError):
    """A container ended without its work done: out of memory, or refused by the daemon.

    Cause: the memory limit of the container or of the machine, or a daemon that does not allow an option.
    Fix: see the daemon's message in the error.
    """

    code = "E508"


class LinkBroken(ToolchainError):
    """What the linker made is not what pack expects: bytes without a label, a symbol that is missing or undefined.

    Cause: a linker that lays files out in another way, or a kernel that calls a C library function: a bug of pack.
    Fix: take the other toolchain, and report it with the model.
    """

    code = "E509"


class EngineMissing(ToolchainError):
    """An engine needs something that is not installed: a Python package, a library for the target.

    Cause: an extra of pack, or a package of the system, is missing.
    Fix: the line in the error installs it; or leave the engine out of `engines:`.
    """

    code = "E510"


class SnpeMissing(ToolchainError):
    """Qualcomm's compiler for the HTP is not installed, or not in the version that pack knows.

    Cause: the extra `snpe` is not installed; it needs Python 3.11 or newer, x86-64 and glibc 2.34.
    Fix: `python -m pip install 'packager[snpe]'`, or the container under containers/snpe.
    """

    code = "E511"


class SnpeFailed(ToolchainError):
    """Qualcomm's compiler or simulator crashed, hung, or made something else than it was asked for.

    Cause: a model that it does not expect, too little memory, or a provider that gave the work to the CPU.
    Fix: the error holds the end of what it printed; try another precision, and report it with the model.
    """

    code = "E512"


class SdkUnusable(ToolchainError):
    """The folder that is to be Qualcomm's SDK is not one, or one of its tools failed.

    Cause: a path to the archive or to a folder inside the SDK; a missing system library; a tool that refuses the model.
    Fix: give the folder that holds `bin/envsetup.sh`; `bin/envcheck` of the SDK says what it lacks.
    """

    code = "E513"


# --- 55x: the disk under the output folder, exit 5 ---


class OutputUnwritable(PackError):
    """The output folder cannot be written: no permission, a full disk, or a file stands where a folder should be.

    Cause: a folder of another user, a disk without space, a read-only file system.
    Fix: choose another place with `--out DIR`, or free some space.
    """

    code = "E550"
    exit = 5


# --- 6xx: verification, exit 6 ---


class VerifyFailed(PackError):
    """The shipped binary's outputs differ from the reference's by more than the tolerance.

    Cause: a network that amplifies rounding, or a bug of pack.
    Fix: `pack verify DIST --per-node` names the first node that differs; report it, or loosen `verify: {atol: ...}`.
    """

    code = "E601"
    exit = 6


class ReferenceMissing(PackError):
    """There is nothing to compare with: the model file is gone or has changed, or no reference can run it.

    Cause: the ONNX file was moved after the build, or uses an operator that the installed onnxruntime does not know.
    Fix: put the file back or build again; `python -m pip install 'packager[verify]'` for onnxruntime.
    """

    code = "E602"
    exit = 6


class ArtefactBroken(PackError):
    """A file for the HTP is damaged, truncated, or does not hold the network that it was made from.

    Cause: a copy that broke off, a disk error, or files of two builds in one folder.
    Fix: compare with SHA256SUMS (`sha256sum -c`), and build again.
    """

    code = "E603"
    exit = 6


# --- 7xx: running, exit 7 ---


class RunFailed(PackError):
    """The shipped binary ended with an error, was killed, or wrote outputs of a wrong size.

    Cause: a damaged weights file, an older CPU than the target's, or files of two builds in one folder.
    Fix: read the message in `why`; build again, or choose an older target.
    """

    code = "E701"
    exit = 7


class NoRunner(PackError):
    """The machine can run the target's binary neither natively nor in an emulator.

    Cause: another CPU family, and qemu is not installed; or `pack bench` of a network for a chip.
    Fix: install it (`apt install qemu-user`), or copy the folder to a machine of the target.
    """

    code = "E702"
    exit = 7


class RunTimeout(PackError):
    """The shipped binary did not end within the time limit.

    Cause: emulation, which is 20 to 100 times slower, or a hang.
    Fix: run it on the target itself.
    """

    code = "E703"
    exit = 7


class LibraryUnusable(PackError):
    """The shared library cannot be loaded, or is closed, or returned an error code.

    Cause: files of two builds in one folder, or a model used after `close`.
    Fix: build again; load the model again.
    """

    code = "E704"
    exit = 7


# --- 9xx: pack itself, exit 1 ---


class Internal(PackError):
    """A mistake of pack itself, which no other error describes.

    Cause: a case that nobody thought of, or a machine out of memory.
    Fix: run the command again with -vv and report the traceback together with the model or the manifest.
    """

    code = "E999"
    exit = 1
