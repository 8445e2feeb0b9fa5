"""The table of chips: what is resolved, what is refused, and what is proposed instead."""

from __future__ import annotations

import pytest

from packager.chip import family, resolve
from packager.errors import ChipUnsupported, UnknownName


def test_a_soc_brings_its_architecture_and_vtcm() -> None:
    chip = resolve(soc="SM8550", precision="fp16")
    assert (chip.soc, chip.number, chip.arch, chip.vtcm, chip.precision) == ("sm8550", 43, 73, 8, "fp16")
    assert str(chip) == "sm8550 (v73)"


@pytest.mark.parametrize("arch", ["v68", "v69", "v73", "v75", "v79", "v81", "73"])
def test_an_architecture_is_built_for_the_least_vtcm(arch: str) -> None:
    chip = resolve(arch=arch)
    assert chip.vtcm == min(s.vtcm for s in family().socs.values() if s.arch == chip.arch)
    assert str(chip) == f"v{chip.arch}"


@pytest.mark.parametrize("arch", ["v69", "v73", "v75", "v79", "v81"])
def test_fp16_takes_a_soc_that_has_it(arch: str) -> None:
    number = resolve(arch=arch, precision="fp16").number
    assert next(s for s in family().socs.values() if s.number == number).fp16


@pytest.mark.provokes("E107")
@pytest.mark.parametrize(
    ("asked", "why", "fix"),
    [
        ({"arch": "v66"}, "no tensor unit", "aarch64"),
        ({"arch": "v65"}, "no tensor unit", "full SDK"),
        ({"soc": "sdm845"}, "no tensor unit", "aarch64"),
        ({"arch": "v68", "precision": "fp16"}, "integers only", "a16w8"),
        ({"soc": "sm8350", "precision": "fp16"}, "integers only", "sm8550"),
        ({"soc": "ssg2115p", "precision": "fp16"}, "integers only", "a16w8"),
        ({"soc": "sm8550", "arch": "v75"}, "v73", "correct one"),
        ({"soc": "sm8635"}, "no public source", "arch: v73"),
        ({}, "one architecture", "soc: sm8550"),
    ],
)
def test_what_is_refused(asked: dict[str, str], why: str, fix: str) -> None:
    with pytest.raises(ChipUnsupported) as caught:
        resolve(**asked, where="pack.yaml:3")
    assert why in caught.value.why
    assert fix in caught.value.fix
    assert caught.value.where == "pack.yaml:3"
    assert caught.value.status == 2


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ({"soc": "sm8560"}, "sm8650"),
        ({"arch": "v74"}, "v73"),
        ({"arch": "v85"}, "v75"),
        ({"arch": "v73", "precision": "int16"}, "int8"),
    ],
)
def test_a_name_that_nobody_knows(asked: dict[str, str], near: str) -> None:
    with pytest.raises(UnknownName) as caught:
        resolve(**asked)
    assert f": {near}`" in caught.value.fix or "`soc: sm8" in caught.value.fix or "`arch: v" in caught.value.fix
