"""How far a run has come, and what it found on the way."""

from dataclasses import dataclass, field, replace

# The summary's first and last loss are means over this many steps; one step is too noisy.
SUMMARY_STEPS = 4


@dataclass(frozen=True)
class Figures:
    """What a step or an evaluation found; the loss is in nats."""

    loss: float
    tokens: int
    reward_margin: float | None = None
    preference_accuracy: float | None = None


@dataclass
class Progress:
    """All that a resumed run must know beside weights, optimizer and random state."""

    step: int = 0
    evaluated_step: int = -1
    sampled_step: int = -1
    tokens: int = 0
    seconds: float = 0.0
    first_losses: list[float] = field(default_factory=list)
    last_losses: list[float] = field(default_factory=list)
    best_step: int | None = None
    best_loss: float | None = None
    evaluations_since_best: int = 0
    held_out_loss: float | None = None
    preference_accuracy: float | None = None

    def add(self, figures: Figures, seconds: float) -> None:
        """Count a step, which took so many seconds."""
        self.step += 1
        self.tokens += figures.tokens
        self.seconds += seconds
        if len(self.first_losses) < SUMMARY_STEPS:
            self.first_losses.append(figures.loss)
        self.last_losses = [*self.last_losses, figures.loss][-SUMMARY_STEPS:]

    def add_evaluation(self, figures: Figures) -> None:
        """Keep the newest held-out figures, and where they were best."""
        self.held_out_loss = figures.loss
        self.preference_accuracy = figures.preference_accuracy
        if self.step == 0:
            return
        self.evaluations_since_best += 1
        if self.best_loss is None or figures.loss < self.best_loss:
            self.best_loss, self.best_step, self.evaluations_since_best = figures.loss, self.step, 0

    def in_another_run(self, step: int) -> "Progress":
        """The same at a step of a run with other settings; what was measured is measured anew."""
        return replace(
            self,
            step=step,
            evaluated_step=-1,
            sampled_step=-1,
            best_step=None,
            best_loss=None,
            evaluations_since_best=0,
        )

    def summary(self) -> dict[str, float | None]:
        """What the `done` event tells of the run so far."""
        return {
            "firstLoss": _mean(self.first_losses),
            "lastLoss": _mean(self.last_losses),
            "heldOutLoss": self.held_out_loss,
            "preferenceAccuracy": self.preference_accuracy,
            "tokensPerSecond": self.tokens / self.seconds if self.seconds else 0.0,
            "steps": self.step,
            "seconds": self.seconds,
        }


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0
