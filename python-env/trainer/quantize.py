"""An f16 GGUF file into a smaller one, by the libllama that the app ships.

The struct follows `llama_model_quantize_params` in llama.cpp's include/llama.h.
"""

import ctypes
import os
import sys
import threading
from pathlib import Path

from trainer.errors import TrainerError, disk_full
from trainer.events import EventWriter
from trainer.files import is_full, staged_file
from trainer.job import QuantizeJob
from trainer.stop import StopSignal

# enum llama_ftype
FILE_TYPES = {"Q8_0": 7, "Q4_K_M": 15, "Q5_K_M": 17, "Q6_K": 18}
# Bytes of a quantized weight over those of an f16 one, for the progress bar alone.
EXPECTED_RATIO = {"Q8_0": 0.53, "Q4_K_M": 0.31, "Q5_K_M": 0.36, "Q6_K": 0.41}
POLL_SECONDS = 0.25

_LogCallback = ctypes.CFUNCTYPE(None, ctypes.c_int, ctypes.c_char_p, ctypes.c_void_p)


class _Parameters(ctypes.Structure):
    _fields_ = (
        ("threads", ctypes.c_int32),
        ("file_type", ctypes.c_int32),
        ("output_tensor_type", ctypes.c_int32),
        ("token_embedding_type", ctypes.c_int32),
        ("allow_requantize", ctypes.c_bool),
        ("quantize_output_tensor", ctypes.c_bool),
        ("only_copy", ctypes.c_bool),
        ("pure", ctypes.c_bool),
        ("keep_split", ctypes.c_bool),
        ("dry_run", ctypes.c_bool),
        ("importance_matrix", ctypes.c_void_p),
        ("overrides", ctypes.c_void_p),
        ("tensor_types", ctypes.c_void_p),
        ("prune_layers", ctypes.c_void_p),
        ("size", ctypes.c_size_t),
    )


def run(job: QuantizeJob, events: EventWriter, stop: StopSignal) -> None:
    """Write the quantized file under its name when it is whole; an existing one is replaced."""
    library = Library(job.library_dir)
    expected = job.source.stat().st_size * EXPECTED_RATIO[job.quantization]
    failures: list[BaseException] = []
    with staged_file(job.output) as stage:

        def work() -> None:
            try:
                library.quantize(job.source, stage, job.quantization, job.threads)
            except BaseException as error:
                failures.append(error)

        # In a thread of its own, because the call does not return until all is written.
        worker = threading.Thread(target=work, daemon=True)
        worker.start()
        while worker.is_alive():
            worker.join(POLL_SECONDS)
            stop.check()
            written = stage.stat().st_size if stage.exists() else 0
            events.progress(min(0.99, written / expected), f"Quantizing to {job.quantization}.")
        if failures:
            # libllama tells a full disk as an "iostream error"; the disk itself is clearer.
            raise disk_full() if is_full(stage.parent) else failures[0]
    events.done("finished", job.output, {"bytes": job.output.stat().st_size})


class Library:
    """libllama from a folder of shared libraries; raises `quantize_failed` when it cannot load."""

    def __init__(self, folder: Path) -> None:
        suffix = ".dylib" if sys.platform == "darwin" else ".so"
        self._log: list[str] = []
        try:
            ctypes.CDLL(str(_find(folder, "libggml-base", suffix)), ctypes.RTLD_GLOBAL)
            self._ggml = ctypes.CDLL(str(_find(folder, "libggml", suffix)), ctypes.RTLD_GLOBAL)
            self._llama = ctypes.CDLL(str(_find(folder, "libllama", suffix)), ctypes.RTLD_GLOBAL)
        except OSError as error:
            raise _failed(str(error)) from error
        # Kept on the object: the library calls it for as long as it is loaded.
        self._callback = _LogCallback(self._remember)
        self._llama.llama_log_set(self._callback, None)
        self._ggml.ggml_backend_load_all_from_path.argtypes = [ctypes.c_char_p]
        self._ggml.ggml_backend_load_all_from_path(os.fsencode(folder))
        self._llama.llama_backend_init()
        self._llama.llama_model_quantize_default_params.restype = _Parameters
        self._llama.llama_model_quantize.argtypes = [
            ctypes.c_char_p,
            ctypes.c_char_p,
            ctypes.POINTER(_Parameters),
        ]
        self._llama.llama_model_quantize.restype = ctypes.c_uint32

    def quantize(self, source: Path, target: Path, quantization: str, threads: int) -> None:
        """Quantize a file; `threads` 0 means all. The reason of a failure is in libllama's log."""
        parameters = self._llama.llama_model_quantize_default_params()
        parameters.file_type = FILE_TYPES[quantization]
        parameters.threads = threads
        code = self._llama.llama_model_quantize(
            os.fsencode(source), os.fsencode(target), ctypes.byref(parameters)
        )
        print("".join(self._log), flush=True)
        if code != 0:
            raise _failed(self._reason())

    def _remember(self, _level: int, text: bytes | None, _user: object) -> None:
        self._log.append((text or b"").decode(errors="replace"))

    def _reason(self) -> str:
        """The last thing libllama said, without the tensor it was busy with before."""
        lines = [line for line in "".join(self._log).splitlines() if line.strip()]
        last = lines[-1].strip() if lines else "libllama gave no reason"
        return last.rpartition("failed to quantize: ")[2]


def _find(folder: Path, name: str, suffix: str) -> Path:
    """`libllama.so`, or with a version in between, as in `libllama.v0.4.0.so`."""
    plain = folder / f"{name}{suffix}"
    versions = sorted(folder.glob(f"{name}.*{suffix}"))
    found = plain if plain.is_file() else versions[-1] if versions else None
    if found is None:
        raise _failed(f"there is no {name}{suffix} in {folder}")
    return found


def _failed(reason: str) -> TrainerError:
    return TrainerError(
        "quantize_failed",
        f"The GGUF file could not be quantized: {reason}. The f16 file is unharmed.",
        "Use the f16 file as it is, or export the model again.",
    )
