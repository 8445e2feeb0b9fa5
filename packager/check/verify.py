"""The shipped binary against the reference, on the same inputs. Dist -> Verification."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from packager.check.compare import Tolerance, compare_all
from packager.check.oracle import check_model, reference_outputs, roundoff
from packager.errors import CalibrationInvalid, ReferenceMissing, VerifyFailed
from packager.export.evaluate import Engine
from packager.graph import Array
from packager.report.types import Verification
from packager.run.cuts import own
from packager.run.dist import Dist
from packager.run.execute import Runner, levels, run, runner_of
from packager.run.inputs import check_inputs, read_inputs, synthetic


def verify(
    dist: Dist,
    *,
    inputs: Mapping[str, Array] | None = None,
    runner: Runner | None = None,
    reference: Engine = "",
) -> Verification:
    """Run the executable of `dist` and the model it was built from, and compare every output.

    Without `inputs`: the manifest's sample, else seeded noise; of several models each by itself. `reference` asks for
    one oracle ('onnxruntime' or 'onnx.reference'). Where the binary chooses between kernels when it starts, all that
    can run here are checked and the result is the worst. It may be bad, see `demand`; raises NoRunner, RunFailed,
    ReferenceMissing.
    """
    if dist.report.models and inputs is None:
        return worst({one.model: verify(one, runner=runner, reference=reference) for one in dist.each})
    dist = dist.of()
    report = dist.report
    runner = runner or runner_of(dist)
    arrays = check_inputs(sample(dist) if inputs is None else inputs, report.inputs, str(dist.folder))
    kinds = levels(dist, runner)
    with ThreadPoolExecutor(1) as other:  # emulators take a while: the reference is computed meanwhile
        runs = other.submit(lambda: [run(dist, arrays, runner=runner, options=o) for o in kinds.values()])
        label, want = reference_outputs(model_of(dist), arrays, own(report.outputs), reference)
        got = runs.result()
    tolerance = tolerance_of(dist, noise=inputs is None and not report.checks.get("inputs"))
    checks = [compare_all(g, want, tolerance, reference=label, runner=runner.label) for g in got]
    found = max(checks, key=lambda check: (not check.ok, check.max_abs))
    return replace(found, kernels=tuple(kinds), level=report.verify.level)


def worst(found: Mapping[str, Verification]) -> Verification:
    """What was found for each of several models as one: all their outputs, called `model/output`, and the worst
    figures. Of one model (''), that."""
    if "" in found:
        return found[""]
    outputs = tuple(replace(c, name=f"{name}/{c.name}") for name, one in found.items() for c in one.outputs)
    checks = found.values()
    return replace(
        max(checks, key=lambda check: (not check.ok, check.max_abs)),
        reference=" and ".join(dict.fromkeys(check.reference for check in checks)),
        max_abs=max(check.max_abs for check in checks),
        max_rel=max(check.max_rel for check in checks),
        cosine=min(check.cosine for check in checks),
        ok=all(check.ok for check in checks),
        outputs=outputs,
    )


def demand(dist: Dist, verification: Verification, hint: str = "") -> None:
    """Raise VerifyFailed, with the worst output's worst element, unless `verification` is good.

    `hint` says what was found out about the cause, such as the first node that differs.
    """
    if verification.ok:
        return
    bad = max((c for c in verification.outputs if not c.ok), key=lambda c: c.max_abs)
    at = list(bad.index)
    wrong = [c.name for c in verification.outputs if not c.ok]
    others = f" (also wrong: {', '.join(n for n in wrong if n != bad.name)})" if len(wrong) > 1 else ""
    if dist.report.htp:
        raise VerifyFailed(
            f"output '{bad.name}' of {dist.report.name} for {dist.report.target} is too far from float32{others}",
            where=str(dist.folder),
            why=f"cosine {bad.cosine:.6f}, asked for {dist.report.checks['cosine']:g}; max error {bad.max_abs:.3g}",
            fix="check with an input as the network gets it in use; build with more calibration data, "
            "`method: percentile`, or `precision: a16w8`",
        )
    raise VerifyFailed(
        f"output '{bad.name}' of {dist.report.name} for {dist.report.target} is wrong{others}",
        where=str(dist.folder),
        why=f"'{bad.name}'{at} is {bad.got:.9g}, {verification.reference} says {bad.want:.9g}; error "
        f"{abs(bad.got - bad.want):.3g}, allowed {bad.limit:.3g}; max {bad.max_abs:.3g}, cosine {bad.cosine:.6f}",
        fix=hint
        or "`pack verify DIST --per-node` finds the first node that differs. If the error is small: a real sample "
        "(`verify: {inputs: sample.npz}` in the manifest) tests the range the network is made for",
    )


def sample(dist: Dist) -> dict[str, Array]:
    """The inputs the manifest's `verify` names, else a sample that calibration has held back, else seeded noise."""
    path = dist.report.checks.get("inputs")
    if not path and "calibration" in dist.report.checks:
        return _held_back(dist)
    if not path:
        return synthetic(dist.report.inputs, dist.report.preprocess)
    return read_inputs((dist.folder / path).resolve(), dist.report.inputs, dist.report.preprocess)


def tolerance_of(dist: Dist, noise: bool) -> Tolerance:
    """The manifest's tolerance; `noise` says that the inputs are not real ones."""
    checks = dist.report.checks
    return Tolerance(checks.get("atol"), checks.get("rtol"), noise, checks.get("cosine"), roundoff(model_of(dist)))


def _held_back(dist: Dist) -> dict[str, Array]:
    """The first sample of the calibration data that nothing was calibrated with."""
    from packager.run.samples import read_samples
    from packager.snpe.quantise import HELD

    path = (dist.folder / dist.report.checks["calibration"]).resolve()
    try:
        found = read_samples(path, dist.report.inputs, dist.report.preprocess, str(dist.folder))
    except CalibrationInvalid as error:
        raise ReferenceMissing(
            "the calibration data that the network was built with cannot be read",
            where=str(path),
            why=error.why,
            fix="put it back, or build again with `verify: {inputs: sample.npz}`",
        ) from error
    return found[HELD - 1] if len(found) >= HELD else found[0]


def model_of(dist: Dist) -> Path:
    """The ONNX file that `dist` was built from; raises ReferenceMissing when it is gone or has changed.

    The user's own operators in it are known from now on.
    """
    source = dist.report.source
    if names := source.get("ops"):
        from packager import own

        own.load((dist.folder / name).resolve() for name in names)
    path = (dist.folder / str(source.get("model", ""))).resolve()
    check_model(path, str(source.get("sha256", "")))
    return path
