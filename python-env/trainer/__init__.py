"""The training side of Understudy: a job file in, an adapter or a model file out."""
