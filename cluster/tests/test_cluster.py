"""predict.py on clusters of separate processes, which are killed: the result is a single process's, to the
bit."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

import toy
from running import environment, files_of, run, start

OPTIONS = ("--part", "25", "--batch", "10")


def until(condition, seconds=90):
    """Waits until a condition holds, which is then its value."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("waited in vain")


def children(pid):
    """All processes below one."""
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat") as file:
                parent = int(file.read().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
        if parent == pid:
            found += [int(name), *children(int(name))]
    return found


class Cluster(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.at = staticmethod(lambda *path: os.path.join(cls.folder.name, *path))
        toy.save_networks(cls.at("dense"), [0, 1])
        toy.save_networks(cls.at("pruned"), [10, 11])
        toy.save_images(cls.at("images.npz"))
        whole = run(cls.at("whole"), cls.networks("build"), cls.at("images.npz"), *OPTIONS, "--workers", "0")
        assert whole.returncode == 0, whole.stderr
        cls.whole = {path: sum_ for path, sum_ in files_of(cls.at("whole")).items() if path.endswith(".npz")}

    @classmethod
    def networks(cls, make):
        return f"dense={cls.at('dense')}/*.pt@toy:{make};compressed={cls.at('pruned')}/*.pt@toy:{make}"

    def parts(self, out):
        return {path: sum_ for path, sum_ in files_of(out).items() if path.endswith(".npz")}

    def held(self, name):
        """An environment in which networks wait until the file is taken away."""
        hold = self.at(f"{name}.hold")
        open(hold, "w").close()
        return hold, environment(TOY_HOLD=hold)

    def end(self, process, code=0):
        said = process.communicate(timeout=240)[1]
        self.assertEqual(process.returncode, code, said)
        return said

    def test_local_cluster_with_a_worker_that_dies(self):
        os.makedirs(self.at("deaths"))
        env = environment(TOY_DEATHS=self.at("deaths"))
        result = run(
            self.at("deadly"),
            self.networks("deadly"),
            self.at("images.npz"),
            *OPTIONS,
            "--workers",
            "2",
            env=env,
        )
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertGreaterEqual(len(os.listdir(self.at("deaths"))), 1)
        self.assertEqual(self.parts(self.at("deadly")), self.whole)

    def test_program_killed_and_started_again(self):
        out = self.at("again")
        hold, env = self.held("again")
        given = (out, self.networks("slow"), self.at("images.npz"), *OPTIONS, "--workers", "2")
        first = start(*given, env=env)
        self.addCleanup(first.stderr.close)
        until(lambda: os.path.exists(os.path.join(out, "_state", "job.json")))
        os.unlink(hold)
        until(lambda: len(self.parts(out)) >= 1)
        own = children(first.pid)
        first.send_signal(signal.SIGKILL)
        first.wait()
        for pid in own:  # of this run alone
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        written = {path: os.stat(os.path.join(out, path)).st_mtime_ns for path in self.parts(out)}
        second = run(*given, env=env)
        self.assertEqual(second.returncode, 0, second.stderr)
        self.assertRegex(second.stderr, r"parts are there and whole; they are kept")
        self.assertEqual({path: os.stat(os.path.join(out, path)).st_mtime_ns for path in written}, written)
        self.assertEqual(self.parts(out), self.whole)

    def test_scheduler_killed_and_started_again(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        address, out = f"tcp://127.0.0.1:{port}", self.at("scheduled")
        hold, env = self.held("scheduled")
        processes = []
        self.addCleanup(lambda: [ended(each) for each in processes])

        def begin(*args):
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            processes.append(subprocess.Popen([sys.executable, "-m", *args], env=env, **quiet))
            return processes[-1]

        def scheduler():
            return begin(
                "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"
            )

        def worker():
            return begin(
                "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"
            )

        first, own = scheduler(), worker()
        program = start(
            out,
            self.networks("slow"),
            self.at("images.npz"),
            *OPTIONS,
            "--scheduler",
            address,
            "--wait",
            "2",
            env=env,
        )
        self.addCleanup(program.stderr.close)
        until(lambda: os.path.exists(os.path.join(out, "_state", "job.json")))
        for each in (first, own):
            each.kill()
            each.wait()
        os.unlink(hold)
        scheduler(), worker()
        said = self.end(program)
        self.assertRegex(said, re.compile("scheduler was lost|no scheduler answers"))
        self.assertEqual(self.parts(out), self.whole)

    def test_terminated_program_says_what_is_kept(self):
        out = self.at("stopped")
        hold, env = self.held("stopped")
        program = start(
            out, self.networks("slow"), self.at("images.npz"), *OPTIONS, "--workers", "1", env=env
        )
        self.addCleanup(program.stderr.close)
        until(lambda: os.path.exists(os.path.join(out, "_state", "job.json")))
        program.terminate()
        os.unlink(hold)
        self.assertIn("finished parts are kept", self.end(program, 130))


def ended(process):
    if process.poll() is None:
        process.kill()
    process.wait()


if __name__ == "__main__":
    unittest.main()
