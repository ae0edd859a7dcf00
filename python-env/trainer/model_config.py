"""What a model folder's configuration has to say for every reader of it."""

from typing import Any


def with_both_rope_forms(config: dict[str, Any]) -> dict[str, Any]:
    """transformers 5 writes `rope_parameters` alone, and earlier ones `rope_theta` alone.

    A reader of the other form would take 10,000 for whatever the model was trained with, without a
    word. Models with several rotary embeddings, one for each kind of layer, stay as they are.
    """
    parameters = config.get("rope_parameters")
    if isinstance(parameters, dict) and "rope_theta" in parameters:
        return config | {"rope_theta": parameters["rope_theta"]}
    if parameters is None and "rope_theta" in config:
        scaling = config.get("rope_scaling") or {}
        kind = scaling.get("rope_type", scaling.get("type", "default"))
        both = {**scaling, "rope_type": kind, "rope_theta": config["rope_theta"]}
        return config | {"rope_parameters": both}
    return config


def generation_config_of(config: dict[str, Any]) -> dict[str, Any]:
    """How a model without a generation config of its own begins and ends."""
    names = ("bos_token_id", "eos_token_id", "pad_token_id")
    return {name: config[name] for name in names if config.get(name) is not None}
