"""Who does the pieces: this process, a cluster of processes on this machine, or workers of a Dask
scheduler."""

import logging
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

        for name in ("distributed", "distributed.client", "asyncio"):  # importing it sets other levels
            logging.getLogger(name).setLevel(logging.CRITICAL)
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

        def attempt(client):
            task = worker_task()
            future = client.submit(task, FOLDER, function, *given, pure=False, retries=RETRIES)
            remind = self.reminder(client)
            while not future.done():
                if client.status != "running":
                    raise LostScheduler
                remind()
                time.sleep(0.05)
            if future.status in ("cancelled", "lost"):
                raise LostScheduler
            error = future.exception()
            if error is not None:
                raise error if isinstance(error, Refused) else Refused(self.why(error) + ".")
            return future.result()

        return self.lasting(attempt, lambda: "its first image is given out again")

    def run(self, job, pieces, told):
        """All pieces, on any worker; starts over with what is left where the scheduler was lost."""
        left = {(piece["population"], piece["number"]): piece for piece in pieces}
        self.lasting(
            lambda client: self.round(client, job, left, told),
            lambda: f"{len(left)} parts are left and given out again",
        )

    def lasting(self, attempt, then):
        """What `attempt(client)` gives, begun anew where the scheduler was lost; `then` says with what."""
        while True:
            client = self.client or self.connect()
            try:
                return attempt(client)
            except (OSError, TimeoutError, self.dask.comm.CommClosedError, LostScheduler) as error:
                self.note(f"The scheduler was lost ({type(error).__name__}); {then()}.")
                self.drop_client()

    def round(self, client, job, left, told):
        task = worker_task()
        futures = {
            client.submit(
                task, FOLDER, "lacuna_cluster.schedule:outcome_of", job, piece, pure=False, retries=RETRIES
            ): key
            for key, piece in left.items()
        }
        remind = self.reminder(client)
        while futures:
            for future in [each for each in futures if each.done()]:
                outcome = self.outcome(future)
                key = futures.pop(future)
                remind = self.reminder(client)
                told(left.pop(key), outcome)
                if outcome.get("full"):
                    client.cancel(list(futures))
                    return
            if client.status != "running":
                raise LostScheduler
            remind()
            time.sleep(0.05)

    def reminder(self, client):
        """A function that says, every half minute that it is called, that no worker is there."""
        since = time.monotonic()

        def remind():
            nonlocal since
            if time.monotonic() - since > 30:
                since = time.monotonic()
                if not client.scheduler_info()["workers"]:
                    self.note("No worker is there; waiting for one.")

        return remind

    def outcome(self, future):
        if future.status in ("cancelled", "lost"):
            raise LostScheduler
        error = future.exception()
        if error is None:
            return future.result()
        return {"refused": self.why(error), "full": False}

    def why(self, error):
        if isinstance(error, self.dask.scheduler.KilledWorker):
            return (
                f"Its worker was lost {RETRIES + 1} times, most likely for want of memory; start again with "
                f"a smaller --batch"
            )
        return f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"

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
