"""The most multiply-adds a core can do: twelve independent chains of vector fma in registers, compiled by LLVM here."""

from __future__ import annotations

import ctypes

import llvmlite.binding as llvm

CHAINS, TURNS = 12, 20_000


def _module(lanes: int) -> str:
    vector = f"<{lanes} x float>"
    names = range(CHAINS)
    phis = "\n".join(f"  %a{k} = phi {vector} [ %s{k}, %entry ], [ %b{k}, %loop ]" for k in names)
    fmas = "\n".join(
        f"  %b{k} = call {vector} @llvm.fma.v{lanes}f32({vector} %a{k}, {vector} %x, {vector} %y)" for k in names
    )
    starts = "\n".join(f"  %s{k} = insertelement {vector} %y, float {k + 1}.0, i32 0" for k in names)
    stores = "\n".join(
        f"  %p{k} = getelementptr {vector}, ptr %out, i64 {k}\n  store volatile {vector} %b{k}, ptr %p{k}, align 4"
        for k in names
    )
    return f"""
declare {vector} @llvm.fma.v{lanes}f32({vector}, {vector}, {vector})
define void @chains(ptr %out, i64 %turns) {{
entry:
  %x = load volatile {vector}, ptr %out, align 4
  %y = load volatile {vector}, ptr %out, align 4
{starts}
  br label %loop
loop:
  %i = phi i64 [ 0, %entry ], [ %next, %loop ]
{phis}
{fmas}
  %next = add i64 %i, 1
  %more = icmp slt i64 %next, %turns
  br i1 %more, label %loop, label %end
end:
{stores}
  ret void
}}
"""


class Chains:
    """`run` does `flops` operations (a multiply-add is two) with the widest vectors of this CPU."""

    def __init__(self) -> None:
        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
        features = llvm.get_host_cpu_features()
        lanes = 16 if features.get("avx512f") else 8 if features.get("avx") else 4
        target = llvm.Target.from_default_triple()
        machine = target.create_target_machine(
            cpu=llvm.get_host_cpu_name(), features=features.flatten(), opt=2, reloc="static"
        )
        self._engine = llvm.create_mcjit_compiler(llvm.parse_assembly(_module(lanes)), machine)
        self._engine.finalize_object()
        address = self._engine.get_function_address("chains")
        self._call = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int64)(address)
        self._memory = (ctypes.c_float * (lanes * CHAINS))(*([0.5] * lanes * CHAINS))
        self.flops = 2 * lanes * CHAINS * TURNS

    def run(self) -> None:
        """TURNS turns of all chains. x = y = 0.5 keeps the values near 1: none becomes a denormal number."""
        for k in range(len(self._memory)):
            self._memory[k] = 0.5
        self._call(ctypes.addressof(self._memory), TURNS)
