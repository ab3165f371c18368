"""Who does the pieces: this process, a cluster of processes on this machine, or workers of a Dask
scheduler."""

import os
import time

from . import Refused
from .parts import DiskFull

FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
"""Where this package is, for workers of another machine that see the same files."""

RETRIES = 3
"""How often a piece is tried again after its worker was lost."""


def in_process(job, pieces, told):
    """One piece after the other, here. `told` takes each piece and its outcome, {"record"} or {"refused",
    "full"}."""
    for piece in pieces:
        outcome = outcome_of(job, piece)
        told(piece, outcome)
        if outcome.get("full"):
            return


def outcome_of(job, piece):
    from .piece import run_piece

    try:
        return {"record": run_piece(job, piece)}
    except Refused as error:
        return {"refused": str(error), "full": isinstance(error, DiskFull)}
    except Exception as error:
        return {"refused": f"{type(error).__name__}: {' '.join(str(error).split())[:300]}", "full": False}


def worker_task():
    """The function that workers run. It is sent by value, so a worker needs this package only where `folder`
    is."""

    def task(folder, function, *given):
        import importlib
        import sys

        if folder not in sys.path:
            sys.path.insert(0, folder)
        module, name = function.split(":")
        return getattr(importlib.import_module(module), name)(*given)

    return task


class Dask:
    """A cluster of processes on this machine, or the scheduler at an address, which may go away and come
    back."""

    def __init__(self, address, workers, threads, patience, note):
        import distributed

        self.dask, self.note, self.patience, self.address = distributed, note, patience, address
        self.client, self.cluster = None, None
        if address is None:
            self.cluster = distributed.LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                processes=True,
                dashboard_address=None,
                silence_logs=50,
                memory_limit=0,
            )

    def connect(self):
        """A client, tried until the patience (seconds) is over."""
        until, said = time.monotonic() + self.patience, False
        while True:
            try:
                self.client = self.dask.Client(self.cluster or self.address, timeout=10, set_as_default=False)
                return self.client
            except (OSError, TimeoutError) as error:
                if time.monotonic() > until:
                    raise Refused(
                        f"{self.address}: expected a Dask scheduler, got no answer in "
                        f"{self.patience / 60:.0f} minutes; finished parts are kept: start again."
                    ) from error
                if not said:
                    self.note(
                        f"{self.address}: no scheduler answers; trying again for {self.patience / 60:.0f} "
                        f"minutes."
                    )
                said = True
                time.sleep(1)

    def call(self, function, *given):
        """What a function of this package gives on some worker."""
        client = self.client or self.connect()
        return client.submit(worker_task(), FOLDER, function, *given, pure=False).result()

    def run(self, job, pieces, told):
        """All pieces, on any worker; starts over with what is left where the scheduler was lost."""
        left = {(piece["population"], piece["number"]): piece for piece in pieces}
        while left:
            try:
                full = self.round(job, left, told)
                if full:
                    return
            except (OSError, TimeoutError, self.dask.comm.CommClosedError, LostScheduler) as error:
                if isinstance(error, Refused):
                    raise
                self.note(
                    f"The scheduler was lost ({type(error).__name__}); {len(left)} parts are left and given "
                    f"out again."
                )
                self.drop_client()

    def round(self, job, left, told):
        client = self.client or self.connect()
        task = worker_task()
        futures = {
            client.submit(
                task, FOLDER, "lacuna_cluster.schedule:outcome_of", job, piece, pure=False, retries=RETRIES
            ): key
            for key, piece in left.items()
        }
        idle_since = time.monotonic()
        while futures:
            for future in [each for each in futures if each.done()]:
                outcome = self.outcome(future)
                key = futures.pop(future)
                idle_since = time.monotonic()
                told(left.pop(key), outcome)
                if outcome.get("full"):
                    client.cancel(list(futures))
                    return True
            if client.status != "running":
                raise LostScheduler
            if time.monotonic() - idle_since > 30:
                idle_since = time.monotonic()
                if not client.scheduler_info()["workers"]:
                    self.note("No worker is there; waiting for one.")
            time.sleep(0.05)
        return False

    def outcome(self, future):
        if future.status in ("cancelled", "lost"):
            raise LostScheduler
        error = future.exception()
        if error is None:
            return future.result()
        if isinstance(error, self.dask.scheduler.KilledWorker):
            return {
                "refused": f"its worker was lost {RETRIES + 1} times, most likely for want of memory; start "
                f"again with a smaller --batch",
                "full": False,
            }
        return {"refused": f"{type(error).__name__}: {' '.join(str(error).split())[:300]}", "full": False}

    def drop_client(self):
        client, self.client = self.client, None
        if client is not None:
            try:
                client.close(timeout=2)
            except Exception as error:  # it is gone already
                self.note(f"The connection did not end well ({type(error).__name__}).")

    def close(self):
        self.drop_client()
        if self.cluster is not None:
            self.cluster.close(timeout=10)


class LostScheduler(Exception):
    """The scheduler does not know the pieces any more."""
