"""Predictions of many networks on many images, by one machine or a Dask cluster, as parts that lacuna
reads."""


class Refused(Exception):
    """What does not fit, in one sentence for people: what was expected, what came, where, what to do."""
