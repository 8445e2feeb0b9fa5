"""What can go wrong where PyTorch exports the model: `packager/pytorch`. `errors.py` has them beside all others."""

from __future__ import annotations

from packager.error import PackError


class ExportFailed(PackError):
    """PyTorch could not export the network that `model: {torch: ...}` names.

    Cause: the user's module or factory raised an error, `inputs` do not fit the network, or torch.onnx cannot write an
    operation or a branch that depends on data; the error has the reason in PyTorch's own words.
    Fix: correct the line of the module that the error names, or export by hand and give the file as `model`.
    """

    code = "E303"
    exit = 3


class TorchMissing(PackError):
    """The manifest names a network in PyTorch, and PyTorch is not installed here, or cannot be imported.

    Cause: the extra `torch` is not installed for the Python that runs pack.
    Fix: `python -m pip install 'packager[torch]'`, or export elsewhere and give the ONNX file as `model`.
    """

    code = "E514"
    exit = 5
