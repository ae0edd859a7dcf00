"""The starter model's whole way: GGUF, folder, adapter, merged, GGUF again, quantized."""

import json
import os
import platform
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch
from gguf import GGUFReader
from transformers import AutoTokenizer, LlamaConfig, LlamaForCausalLM

from conftest import RunJob, assistant, read_events, user, write_rows
from trainer import quantize
from trainer.__main__ import main

ROOT = Path(__file__).parents[2]


def _platform() -> str:
    machine = "arm64" if platform.machine() in ("arm64", "aarch64") else "x64"
    return f"mac-{machine}-metal" if sys.platform == "darwin" else f"linux-{machine}"


def _starter() -> Path:
    found = sorted((ROOT / "resources" / "fetched" / "models").glob("*.gguf"))
    return Path(os.environ.get("UNDERSTUDY_STARTER_MODEL") or (found[0] if found else "none"))


def _libraries() -> Path:
    name = _platform()
    own = ROOT / "node_modules" / "@node-llama-cpp" / name / "bins" / name
    return Path(os.environ.get("UNDERSTUDY_LIBLLAMA") or own)


def _converter() -> Path:
    own = ROOT / "resources" / "fetched" / "llama.cpp"
    return Path(os.environ.get("UNDERSTUDY_CONVERTER") or own)


@pytest.fixture(scope="session")
def starter() -> Path:
    path = _starter()
    assert path.is_file(), "The starter model is missing; the prepare script fetches it."
    return path


@pytest.fixture(scope="session")
def starter_base(starter: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("starter")
    job = folder / "job.json"
    fields = {"runDir": str(folder), "source": str(starter), "outputDir": str(folder / "base")}
    job.write_text(json.dumps(fields), encoding="utf-8")
    assert main(["base", str(job)]) == 0, read_events(folder)[-1]
    return folder / "base"


@pytest.fixture(scope="session")
def small_starter(starter_base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One layer with random weights and the starter model's own tokenizer, quick to convert."""
    folder = tmp_path_factory.mktemp("small") / "base"
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=49152,
        hidden_size=256,
        intermediate_size=512,
        num_hidden_layers=1,
        num_attention_heads=4,
        num_key_value_heads=2,
        tie_word_embeddings=True,
        bos_token_id=1,
        eos_token_id=2,
        dtype=torch.float16,
    )
    LlamaForCausalLM(config).half().save_pretrained(folder)
    AutoTokenizer.from_pretrained(starter_base).save_pretrained(folder)
    return folder


def test_the_folder_says_what_the_gguf_file_says(starter: Path, starter_base: Path) -> None:
    reader = GGUFReader(starter)
    tokenizer = AutoTokenizer.from_pretrained(starter_base)
    config = json.loads((starter_base / "config.json").read_text())
    field = reader.get_field("tokenizer.chat_template")
    assert field is not None
    assert tokenizer.chat_template == field.contents()
    assert config["rope_theta"] == config["rope_parameters"]["rope_theta"] == 100000
    assert (tokenizer.eos_token_id, tokenizer.bos_token_id) == (2, 1)
    generation = json.loads((starter_base / "generation_config.json").read_text())
    assert generation["eos_token_id"] == 2


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("a   123", ["a", "ĠĠĠ", "1", "2", "3"]),
        ("in 1984", ["in", "Ġ", "1", "9", "8", "4"]),
    ],
)
def test_digits_are_split_one_by_one(starter_base: Path, text: str, tokens: list[str]) -> None:
    assert AutoTokenizer.from_pretrained(starter_base).tokenize(text) == tokens


def test_preparing_the_same_file_again_does_nothing(
    starter: Path, starter_base: Path, run_job: RunJob
) -> None:
    before = (starter_base / "model.safetensors").stat()
    outcome = run_job("base", source=starter, outputDir=starter_base)
    assert [event["type"] for event in outcome.events] == ["done"]
    assert (starter_base / "model.safetensors").stat() == before


def test_a_file_that_is_no_gguf_is_refused_and_leaves_nothing(
    tmp_path: Path, run_job: RunJob
) -> None:
    source = tmp_path / "odd.gguf"
    source.write_bytes(b"GGUF but not really")
    outcome = run_job("base", source=source, outputDir=tmp_path / "base")
    assert outcome.code == 1
    assert outcome.last["code"] == "base_model_unreadable"
    assert not (tmp_path / "base").exists()


def test_a_model_is_trained_merged_converted_and_quantized(
    small_starter: Path, tmp_path: Path, run_job: RunJob
) -> None:
    rows = [{"id": "1", "messages": [user("Why?"), assistant("Because it is so.")]}]
    data = write_rows(tmp_path / "rows.jsonl", rows)
    common = {"baseModel": small_starter}
    trained = run_job("sft", **common, data=data, outputDir=tmp_path / "sft", device="cpu")
    assert trained.code == 0
    adapter = tmp_path / "sft" / "adapter"
    merged = run_job("merge", **common, adapter=adapter, outputDir=tmp_path / "merged")
    assert merged.code == 0
    f16 = tmp_path / "f16.gguf"
    converted = run_job("convert", model=tmp_path / "merged", converterDir=_converter(), output=f16)
    assert converted.code == 0, converted.last
    for quantization in ("Q4_K_M", "Q5_K_M", "Q6_K", "Q8_0"):
        output = tmp_path / f"{quantization}.gguf"
        quantized = run_job(
            "quantize",
            source=f16,
            libraryDir=_libraries(),
            quantization=quantization,
            output=output,
            threads=1,
        )
        assert quantized.code == 0, quantized.last
        assert output.stat().st_size < 0.7 * f16.stat().st_size
    kinds = {t.name: t.tensor_type.name for t in GGUFReader(tmp_path / "Q4_K_M.gguf").tensors}
    assert kinds["blk.0.attn_q.weight"] == "Q4_K"
    field = GGUFReader(f16).get_field("tokenizer.chat_template")
    assert field is not None
    assert field.contents() == AutoTokenizer.from_pretrained(small_starter).chat_template


def test_the_converters_reason_is_told(tiny_base: Path, tmp_path: Path, run_job: RunJob) -> None:
    # The converter knows tokenizers by their hash, and nobody knows this one.
    output = tmp_path / "out.gguf"
    outcome = run_job("convert", model=tiny_base, converterDir=_converter(), output=output)
    assert outcome.code == 1
    assert outcome.last["code"] == "converter_failed"
    assert "pre-tokenizer" in outcome.last["message"]
    assert list(tmp_path.glob("*.gguf*")) == []


def test_libllamas_reason_is_told(tmp_path: Path, run_job: RunJob) -> None:
    source = tmp_path / "odd.gguf"
    source.write_bytes(b"GGUF but not really")
    outcome = run_job(
        "quantize",
        source=source,
        libraryDir=_libraries(),
        quantization="Q8_0",
        output=tmp_path / "out.gguf",
    )
    assert outcome.code == 1
    assert outcome.last["code"] == "quantize_failed"
    assert "failed" in outcome.last["message"]
    assert not (tmp_path / "out.gguf").exists()


def test_a_full_disk_is_told_as_one(
    tmp_path: Path, run_job: RunJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "odd.gguf"
    source.write_bytes(b"GGUF but not really")
    monkeypatch.setattr(quantize, "is_full", lambda _folder: True)
    fields = {"libraryDir": _libraries(), "quantization": "Q8_0", "output": tmp_path / "out.gguf"}
    assert run_job("quantize", source=source, **fields).last["code"] == "disk_full"


def test_answers_are_greedy_and_their_prompt_is_the_plain_rendering(
    starter_base: Path, tmp_path: Path, run_job: RunJob
) -> None:
    messages = [user("Name the capital of France.")]
    outcome = run_job(
        "answer",
        baseModel=starter_base,
        prompts=[messages],
        maxTokens=12,
        threads=1,
        output=tmp_path / "answers.json",
    )
    assert outcome.code == 0
    (answer,) = json.loads((tmp_path / "answers.json").read_text())["answers"]
    tokenizer = AutoTokenizer.from_pretrained(starter_base)
    rendered = tokenizer.apply_chat_template(
        messages, add_generation_prompt=True, return_dict=False
    )
    assert answer["promptTokens"] == rendered
    assert "Paris" in answer["text"]
    assert "<|im" not in answer["text"]


def test_the_probe_is_one_json_object() -> None:
    done = _trainer("probe", capture=True)
    output, _ = done.communicate(timeout=300)
    found = json.loads(output)
    assert done.returncode == 0
    assert found["torch"].startswith("2.13.0")
    assert found["device"] in ("cpu", "mps", "cuda")
    assert found["bf16Speedup"] > 0
    assert isinstance(found["fourBit"], bool)


def test_sigterm_ends_a_run_with_a_checkpoint_and_exit_code_3(
    small_starter: Path, tmp_path: Path
) -> None:
    rows = [{"id": "1", "messages": [user("Why?"), assistant("Because it is so.")]}]
    job = {
        "runDir": str(tmp_path),
        "baseModel": str(small_starter),
        "data": str(write_rows(tmp_path / "rows.jsonl", rows)),
        "outputDir": str(tmp_path / "out"),
        "device": "cpu",
        "threads": 1,
        "epochs": 100_000,
    }
    path = tmp_path / "job.json"
    path.write_text(json.dumps(job), encoding="utf-8")
    process = _trainer("sft", str(path))
    deadline = time.monotonic() + 240
    while '"metric"' not in _text(tmp_path / "events.jsonl"):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.1)

    second = _trainer("sft", str(path))
    assert second.wait(240) == 1, "a second trainer must not touch a run that has one"
    process.send_signal(signal.SIGTERM)
    assert process.wait(120) == 3
    last = read_events(tmp_path)[-1]
    assert (last["type"], last["status"]) == ("done", "stopped")
    assert (Path(last["output"]) / "COMPLETE").exists()


def _trainer(*arguments: str, capture: bool = False) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "trainer", *arguments],
        cwd=ROOT / "python-env",
        stdout=subprocess.PIPE if capture else subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""
