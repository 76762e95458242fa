"""Drives our kernel with Debian's Jupyter: the kernel is installed into a folder of its own, and so is all that Jupyter writes.

By hand, after a build:  /usr/bin/python3 -m pytest tests/jupyter
"""

import atexit
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import pytest
from jupyter_client import BlockingKernelClient
from jupyter_client.manager import start_new_kernel

KERNEL = "imagelearn-csharp"
ROOT = Path(__file__).resolve().parents[2]


def cli():
    """The built command: the one named by IMAGELEARN_CLI, or the newest build."""
    if "IMAGELEARN_CLI" in os.environ:
        return os.environ["IMAGELEARN_CLI"]
    builds = sorted(ROOT.glob("lib/ImageLearn.Cli/bin/*/net*/ImageLearn.Cli.dll"), key=lambda dll: dll.stat().st_mtime)
    if not builds:
        pytest.exit("build lib/ImageLearn.Cli first")
    return str(builds[-1])


def pytest_configure():
    home = Path(tempfile.mkdtemp(prefix="imagelearn-jupyter-"))  # not on import: a process that only wants a Kernel uses ours
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    # A script's shell makes what it starts in the background ignore Ctrl-C, and what that starts in its turn.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.update(
        JUPYTER_PATH=str(home / "share/jupyter"),
        JUPYTER_DATA_DIR=str(home / "data"),
        JUPYTER_CONFIG_DIR=str(home / "config"),
        JUPYTER_RUNTIME_DIR=str(home / "runtime"),
        XDG_DATA_HOME=str(home / "xdg"),
        IPYTHONDIR=str(home / "ipython"),
    )
    subprocess.run(["dotnet", cli(), "kernel", "install", "--prefix", str(home)], check=True, stdout=subprocess.DEVNULL)


class Kernel:
    """A running kernel and one client of it."""

    def __init__(self, **options):
        self.manager, self.client = start_new_kernel(kernel_name=KERNEL, startup_timeout=60, **options)

    def run(self, code, timeout=30, client=None, on_input=None, **options):
        """Runs a cell; its reply's content and its outputs as (type, content), status and input echo left out."""
        client = client or self.client
        options.setdefault("allow_stdin", on_input is not None)
        request = client.execute(code, **options)
        if on_input:
            client.input(on_input(client.get_stdin_msg(timeout=timeout)["content"]))
        outputs = self.outputs(request, timeout, client)
        reply = self.reply(request, timeout, client)
        return reply, [output for output in outputs if output[0] not in ("status", "execute_input")]

    def reply(self, request, timeout=30, client=None):
        while True:
            message = (client or self.client).get_shell_msg(timeout=timeout)
            if message["parent_header"].get("msg_id") == request:
                return message["content"]

    def outputs(self, request, timeout=30, client=None):
        """What is published for a request, from busy to idle."""
        seen = []
        while not seen or seen[-1] != ("status", {"execution_state": "idle"}):
            message = (client or self.client).get_iopub_msg(timeout=timeout)
            if message["parent_header"].get("msg_id") == request:
                seen.append((message["msg_type"], message["content"]))
        assert seen[0] == ("status", {"execution_state": "busy"})
        return seen

    def value(self, code, **options):
        """The text of a cell's value."""
        reply, outputs = self.run(code, **options)
        assert reply["status"] == "ok", reply
        return next(content["data"]["text/plain"] for type, content in outputs if type == "execute_result")

    def new_client(self, same_session=False):
        """Another client: a front end of its own, or (as Jupyter's manager makes them) one that shares our session."""
        client = self.manager.client() if same_session else BlockingKernelClient(connection_file=self.manager.connection_file)
        if same_session:
            client.session.message_count = 1_000_000  # a clone counts on from where we are: two messages would have one id
        else:
            client.load_connection_file()
        client.start_channels()
        client.wait_for_ready(timeout=30)
        return client

    @property
    def process(self):
        return self.manager.provisioner.process.pid

    def worker(self):
        """The process in which the cells run."""
        return int(self.value("Environment.ProcessId"))

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@pytest.fixture
def kernel():
    """A kernel of the test's own."""
    kernel = Kernel()
    yield kernel
    kernel.close()


@pytest.fixture(scope="module")
def shared():
    """A kernel that the tests of a file share; each leaves it usable."""
    kernel = Kernel()
    yield kernel
    kernel.close()
