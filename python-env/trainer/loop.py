"""The loop that all ways of training share: steps, evaluation, checkpoints, stop, resume."""

import math
import time
from dataclasses import asdict
from typing import Protocol

import torch
from peft import PeftModel
from torch.nn.utils import clip_grad_norm_
from torch.optim import AdamW

from trainer import lora
from trainer.checkpoint import CheckpointStore, load_adapter, of_another_run, restore
from trainer.device import Placement, peak_memory_mb, release_unused_memory
from trainer.errors import StopRequestedError, TrainerError
from trainer.events import EventWriter
from trainer.files import staged_folder
from trainer.finished import Output
from trainer.job import TrainingJob
from trainer.keep import Keeper
from trainer.progress import Figures, Progress
from trainer.stop import StopSignal


class Task(Protocol):
    """One way of training: what it learns from, and the loss."""

    @property
    def count(self) -> int:
        """How many examples (or groups) there are."""

    def step(self, indices: list[int]) -> Figures:
        """Add the gradients of these examples to the adapter's."""

    def evaluate(self, stop: StopSignal) -> Figures | None:
        """Measure the held-out examples, if there are any."""

    def sample(self, step: int) -> None:
        """Show what the model answers now."""


class Loop:
    """Trains the adapter of a model on a task, from the newest checkpoint on."""

    def __init__(
        self,
        job: TrainingJob,
        task: Task,
        model: PeftModel,
        output: Output,
        placement: Placement,
        events: EventWriter,
        stop: StopSignal,
        keeper: Keeper | None = None,
    ) -> None:
        self._keeper = keeper
        self._job, self._task, self._model, self._output = job, task, model, output
        self._device, self._events, self._stop = placement.device, events, stop
        self._parameters = lora.trainable_parameters(model)
        self._optimizer = AdamW(
            list(self._parameters.values()),
            lr=job.learning_rate,
            betas=job.betas,
            weight_decay=job.weight_decay,
        )
        self._store = CheckpointStore(output.checkpoints, job.keep_checkpoints)
        self._progress = Progress()
        self._saved_step = 0
        self.steps_per_epoch = math.ceil(task.count / job.batch_size)
        self.total_steps = self.steps_per_epoch * job.epochs
        if job.max_steps is not None:
            self.total_steps = min(self.total_steps, job.max_steps)

    def run(self) -> dict[str, float | None]:
        """Train to the end and return the summary; a stop leaves a checkpoint behind."""
        self._output.checkpoints.mkdir(parents=True, exist_ok=True)
        self._resume()
        try:
            while True:
                self._look_around()
                if self._progress.step == self.total_steps or self._has_lost_patience():
                    break
                self._stop.check()
                self._step()
        except StopRequestedError:
            self._save()
            step = self._progress.step
            raise StopRequestedError(
                self._store.at(step) if step else None, self._summary()
            ) from None
        return self._finish()

    def _resume(self) -> None:
        checkpoint = self._store.newest_valid(self._events.warning)
        if checkpoint is None:
            self._carry_on()
            return
        restore(checkpoint, self._model, self._optimizer)
        self._progress = Progress(**checkpoint.state)
        self._saved_step = self._progress.step
        fraction = self._progress.step / self.total_steps
        self._events.progress(fraction, f"Continuing after step {self._progress.step}.")

    def _carry_on(self) -> None:
        """Go on where a run with other settings came to: its weights, and its place in the rows."""
        carried = self._job.carry_on
        if carried is None:
            return
        checkpoint = of_another_run(carried.checkpoint, self._events.warning)
        if checkpoint is None:
            return
        restore(checkpoint, self._model, self._optimizer)
        earlier = Progress(**checkpoint.state)
        epoch, place = divmod(earlier.step, math.ceil(carried.rows / carried.batch_size))
        seen = place * carried.batch_size // self._job.batch_size
        step = epoch * self.steps_per_epoch + min(seen, self.steps_per_epoch)
        self._progress = earlier.in_another_run(min(step, self.total_steps))
        self._events.progress(
            self._progress.step / self.total_steps,
            f"Continuing where the earlier run was after its step {earlier.step}.",
        )
        # From here on a stop or a crash finds it among its own.
        self._save()

    def _look_around(self) -> None:
        """Evaluate, show samples and save, where the step just done calls for it."""
        progress, job = self._progress, self._job
        step = progress.step
        ends_epoch = step > 0 and step % self.steps_per_epoch == 0
        ends = step == self.total_steps
        looks = step == 0 or ends or ends_epoch or _falls_on(step, job.eval_every)
        if looks and progress.evaluated_step != step:
            self._evaluate()
            progress.evaluated_step = step
        every = job.sample_every
        samples = looks if every is None else every > 0 and (ends or _falls_on(step, every))
        if samples and progress.sampled_step != step and (step > 0 or job.sample_at_start):
            self._task.sample(step)
            progress.sampled_step = step
        if step > 0 and (looks or _falls_on(step, job.save_every)):
            self._save()

    def _has_lost_patience(self) -> bool:
        """Whether the held-out loss has stopped falling for as long as the job allows."""
        patience, progress = self._job.patience, self._progress
        if patience == 0 or progress.evaluations_since_best < patience:
            return False
        self._events.warning(
            "stopped_early",
            f"The held-out loss was lowest after step {progress.best_step} and has not fallen "
            f"since, so the run ended after step {progress.step} of {self.total_steps}.",
        )
        return True

    def _step(self) -> None:
        progress, job = self._progress, self._job
        start = time.perf_counter()
        rate = job.learning_rate * min(1.0, (progress.step + 1) / max(1, job.warmup_steps))
        for group in self._optimizer.param_groups:
            group["lr"] = rate
        before = self._copy_of_weights() if progress.step == 0 else None
        self._model.train()
        self._optimizer.zero_grad(set_to_none=True)
        figures = self._task.step(self._batch(progress.step))
        if self._keeper:
            self._keeper.step(progress.step)
        norm = float(clip_grad_norm_(self._parameters.values(), job.max_grad_norm))
        if not (math.isfinite(figures.loss) and math.isfinite(norm)):
            raise _non_finite(progress.step + 1)
        self._optimizer.step()
        if before is not None:
            self._prove_learning(before)
        seconds = time.perf_counter() - start
        progress.add(figures, seconds)
        release_unused_memory(self._device)
        self._events.metric(
            step=progress.step,
            epoch=progress.step / self.steps_per_epoch,
            split="train",
            loss=figures.loss,
            learning_rate=rate,
            gradient_norm=norm,
            tokens_per_second=figures.tokens / seconds,
            tokens=progress.tokens,
            reward_margin=figures.reward_margin,
            preference_accuracy=figures.preference_accuracy,
            memory_mb=peak_memory_mb(self._device),
        )

    def _batch(self, step: int) -> list[int]:
        """The examples of a step: every epoch in its own order, which depends on the seed alone."""
        epoch, place = divmod(step, self.steps_per_epoch)
        generator = torch.Generator().manual_seed(self._job.seed * 1_000_003 + epoch)
        order: list[int] = torch.randperm(self._task.count, generator=generator).tolist()
        return order[place * self._job.batch_size : (place + 1) * self._job.batch_size]

    def _evaluate(self) -> None:
        self._model.eval()
        with torch.no_grad():
            figures = self._task.evaluate(self._stop)
        if figures is None:
            return
        progress = self._progress
        progress.add_evaluation(figures)
        self._events.metric(
            step=progress.step,
            epoch=progress.step / self.steps_per_epoch,
            split="heldOut",
            loss=figures.loss,
            tokens=figures.tokens,
            reward_margin=figures.reward_margin,
            preference_accuracy=figures.preference_accuracy,
        )

    def _save(self) -> None:
        step = self._progress.step
        if step == self._saved_step:
            return
        best = self._progress.best_step
        state = asdict(self._progress)
        path = self._store.save(step, self._model, self._optimizer, state, best)
        self._saved_step = step
        self._events.checkpoint(step=step, path=path, best=best == step)

    def _finish(self) -> dict[str, float | None]:
        best = self._progress.best_step
        if self._job.result == "best" and best is not None:
            load_adapter(self._store.at(best), self._model)
        with staged_folder(self._output.adapter) as stage:
            lora.save(self._model, stage)
        summary = self._summary()
        if self._keeper:
            summary["proseRise"] = self._keeper.rise()
        self._output.finish(summary)
        return summary

    def _summary(self) -> dict[str, float | None]:
        return self._progress.summary() | {"peakMemoryMb": peak_memory_mb(self._device)}

    def _copy_of_weights(self) -> list[torch.Tensor]:
        return [parameter.detach().clone() for parameter in self._parameters.values()]

    def _prove_learning(self, before: list[torch.Tensor]) -> None:
        """A run that cannot change its adapter must say so after one step, not after an hour."""
        after = self._parameters.values()
        if all(torch.equal(old, new) for old, new in zip(before, after, strict=True)):
            raise TrainerError(
                "no_learning",
                "The first step changed nothing in the adapter, so this run would learn nothing.",
                "Raise the learning rate, or look whether the rows hold answers to learn from.",
            )


def _falls_on(step: int, every: int) -> bool:
    """Whether something done every so many steps, 0 for never, is due after this one."""
    return every > 0 and step % every == 0


def _non_finite(step: int) -> TrainerError:
    return TrainerError(
        "non_finite_loss",
        f"The loss at step {step} was not a number, so the run was ended before it could harm "
        "the adapter. Earlier checkpoints are unharmed.",
        "Try again with a lower learning rate, or in full precision (fp32).",
    )
