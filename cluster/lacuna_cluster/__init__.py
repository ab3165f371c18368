"""Predictions of many networks on many images, by one machine or a Dask cluster, as parts that lacuna
reads."""

import contextlib
import gzip
import zipfile
import zlib


class Refused(Exception):
    """What does not fit, in one sentence for people: what was expected, what came, where, what to do."""


@contextlib.contextmanager
def reading(path, expected):
    """Refuses a file that breaks off or is none of what is expected, whatever library finds that out."""
    try:
        yield
    except (ValueError, EOFError, gzip.BadGzipFile, zipfile.BadZipFile, zlib.error) as error:
        raise Refused(f"{path}: expected {expected}, got {' '.join(str(error).split())[:200]}.") from error
