"""What is written about: settings are tuned on one set of topics and reported on the other."""

from typing import Literal

TopicSet = Literal["tune", "report"]
TRAINED, UNSEEN = 24, 16

_TUNE = """a lighthouse keeper; the first snow; an old bicycle; baking bread; a night train;
learning to swim; the harbour at dawn; a broken clock; grandmother's garden; the price of coffee;
moving house; a stray cat; the village fair; a long queue; mending a coat; a lost letter;
the smell of rain; an empty theatre; a chess club; walking to work; a noisy neighbour;
the last bus; a birthday cake; an honest mechanic; waiting for news; a summer storm;
the corner shop; a borrowed book; fishing alone; a new haircut; the school choir; a flat tyre;
a winter coat; growing tomatoes; the town square; an early flight; a quiet library;
a muddy path; the night shift; an unexpected guest"""
_REPORT = """a stone bridge; the autumn market; a wooden boat; cooking soup; a mountain hut;
learning the piano; the river in flood; a cracked mirror; uncle's workshop; the cost of heating;
changing jobs; a shy dog; the street musicians; a crowded lift; painting a fence; a found key;
the sound of bells; a closed museum; a running group; cycling in the rain; a kind stranger;
the first tram; a wedding speech; a patient teacher; waiting for the post; a dry spring;
the bakery window; a forgotten umbrella; camping alone; a new kettle; the football team;
a power cut; an old photograph; keeping bees; the railway station; a late dinner;
an open window; a steep staircase; the morning paper; a sudden silence"""


def prompts(of: TopicSet, asking: str) -> list[str]:
    """The set's prompts, `{}` standing for the subject; the first `TRAINED` are learned from, the
    others never seen.
    """
    subjects = (_TUNE if of == "tune" else _REPORT).replace("\n", " ").split("; ")
    assert len(subjects) == TRAINED + UNSEEN
    return [asking.format(subject.strip()) for subject in subjects]
