"""What job files hold: every field of every job, with its type and its default."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Discriminator, Field, PositiveInt, TypeAdapter

from trainer.wire import Wire


def _folder(path: Path) -> Path:
    if not path.is_dir():
        raise ValueError(f"the folder {path} does not exist")
    return path


def _file(path: Path) -> Path:
    if not path.is_file():
        raise ValueError(f"the file {path} does not exist")
    return path


ExistingFolder = Annotated[Path, AfterValidator(_folder)]
ExistingFile = Annotated[Path, AfterValidator(_file)]
Device = Literal["auto", "cpu", "mps", "cuda"]
Precision = Literal["auto", "fp32", "bf16"]
FrozenWeights = Literal["none", "nf4"]
Quantization = Literal["Q4_K_M", "Q5_K_M", "Q6_K", "Q8_0"]
Tracker = Literal["tensorboard", "wandb"]
NonNegative = Annotated[int, Field(ge=0)]
Rate = Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)]
Weight = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Message(Wire):
    """One chat message."""

    role: Literal["system", "user", "assistant"]
    content: str


Messages = Annotated[list[Message], Field(min_length=1)]


class LoraSettings(Wire):
    """Low-rank adapters on every linear layer except the output head."""

    r: PositiveInt = 16
    alpha: PositiveInt = 32
    dropout: Annotated[float, Field(ge=0, lt=1)] = 0.0


class CommonJob(Wire):
    """What every job file names: where events go, and under which name."""

    run_dir: ExistingFolder
    stage: Annotated[str, Field(min_length=1)]


class CarryOn(Wire):
    """A checkpoint of another run of the same rows, to go on from with other settings."""

    checkpoint: ExistingFolder
    rows: PositiveInt
    batch_size: PositiveInt


class TrainingJob(CommonJob):
    """What both ways of training share; the defaults learn from two dozen topics."""

    base_model: ExistingFolder
    adapter: ExistingFolder | None = None
    output_dir: Path
    data: ExistingFile
    held_out: ExistingFile | None = None
    seed: NonNegative = 0
    device: Device = "auto"
    precision: Precision = "auto"
    quantization: FrozenWeights = "none"
    """`nf4` keeps the frozen base in 4 bits (QLoRA, Dettmers et al. 2023, arXiv 2305.14314)."""
    threads: NonNegative = 0
    lora: LoraSettings = LoraSettings()
    learning_rate: Rate
    epochs: PositiveInt
    batch_size: PositiveInt
    max_steps: PositiveInt | None = None
    max_length: PositiveInt = 2048
    warmup_steps: NonNegative = 3
    max_grad_norm: Annotated[float, Field(gt=0)] = 1.0
    betas: tuple[Annotated[float, Field(ge=0, lt=1)], Annotated[float, Field(ge=0, lt=1)]] = (
        0.9,
        0.99,
    )
    weight_decay: Annotated[float, Field(ge=0)] = 0.0
    eval_every: NonNegative = 0
    save_every: NonNegative = 20
    keep_checkpoints: PositiveInt = 2
    result: Literal["last", "best"] = "last"
    patience: NonNegative = 0
    """Evaluations without a better held-out loss after which the run ends; 0 goes on to the end."""
    sample_prompts: list[Messages] = Field(default_factory=list)
    sample_tokens: PositiveInt = 96
    carry_on: CarryOn | None = None
    also_write: list[Tracker] = Field(default_factory=list)
    sample_every: NonNegative | None = None
    """Steps between sample drafts; left out, at every evaluation; 0 writes none."""
    sample_at_start: bool = True
    """Whether there is a sample before the first step; one stage's end is the next one's start."""


class SftJob(TrainingJob):
    """Supervised fine-tuning on the assistant's turns."""

    command: Literal["sft"]
    learning_rate: Rate = 5e-4
    epochs: PositiveInt = 2
    batch_size: PositiveInt = 4
    keep_weight: Weight = 0.0
    """How much neutral prose is held to what the base model makes of it, beside the rows' loss."""


class PreferenceJob(TrainingJob):
    """Direct preference optimization on whole rankings."""

    command: Literal["preference"]
    learning_rate: Rate = 2e-4
    epochs: PositiveInt = 1
    batch_size: PositiveInt = 1
    beta: Annotated[float, Field(gt=0)] = 0.1
    sft_weight: Weight = 0.0
    keep_weight: Weight = 0.0
    loss: Literal["sigmoid", "plackettLuce"] = "sigmoid"


class RewardJob(TrainingJob):
    """A model that scores responses, from whole rankings; it begins at the base model."""

    command: Literal["reward"]
    adapter: None = None
    learning_rate: Rate = 3e-4
    epochs: PositiveInt = 2
    batch_size: PositiveInt = 2
    loss: Literal["regression", "bradleyTerry"] = "regression"
    center: Annotated[float, Field(ge=0)] = 0.01


class ScoreJob(CommonJob):
    """Scores of responses by a reward model; each row of `data` has a prompt and its responses."""

    command: Literal["score"]
    base_model: ExistingFolder
    adapter: ExistingFolder
    data: ExistingFile
    device: Device = "auto"
    precision: Precision = "auto"
    threads: NonNegative = 0
    output: Path


class BaseJob(CommonJob):
    """A GGUF file into a folder that transformers can train, once."""

    command: Literal["base"]
    source: ExistingFile
    output_dir: Path


class MergeJob(CommonJob):
    """An adapter into its base model."""

    command: Literal["merge"]
    base_model: ExistingFolder
    adapter: ExistingFolder
    output_dir: Path


class ConvertJob(CommonJob):
    """A model folder into an f16 GGUF file by llama.cpp's own converter."""

    command: Literal["convert"]
    model: ExistingFolder
    converter_dir: ExistingFolder
    output: Path


class ConvertAdapterJob(CommonJob):
    """An adapter into a GGUF file of its own, to be laid over its base model at run time."""

    command: Literal["convert-adapter"]
    base_model: ExistingFolder
    adapter: ExistingFolder
    converter_dir: ExistingFolder
    output: Path


class QuantizeJob(CommonJob):
    """An f16 GGUF file into a smaller one by libllama."""

    command: Literal["quantize"]
    source: ExistingFile
    library_dir: ExistingFolder
    quantization: Quantization
    threads: NonNegative = 0
    output: Path


class TokensJob(CommonJob):
    """How a model folder's tokenizer and template read texts and conversations."""

    command: Literal["tokens"]
    model: ExistingFolder
    texts: list[str]
    conversations: list[Messages]
    output: Path


class Passage(Wire):
    """An answer to a conversation, whose tokens the model is to foretell."""

    messages: Messages
    text: Annotated[str, Field(min_length=1)]


class AnswerJob(CommonJob):
    """Greedy answers computed in fp32, to compare with what the exported file says."""

    command: Literal["answer"]
    base_model: ExistingFolder
    adapter: ExistingFolder | None = None
    prompts: Annotated[list[Messages], Field(min_length=1)]
    passage: Passage | None = None
    max_tokens: PositiveInt = 60
    threads: NonNegative = 0
    output: Path


Job = Annotated[
    SftJob
    | PreferenceJob
    | RewardJob
    | ScoreJob
    | BaseJob
    | MergeJob
    | ConvertJob
    | ConvertAdapterJob
    | QuantizeJob
    | TokensJob
    | AnswerJob,
    Discriminator("command"),
]
JOB: TypeAdapter[Job] = TypeAdapter(Job)
