"""`imagelearn kernel`: what it installs is what Jupyter finds; what it refuses, it refuses in one sentence."""

import json
import os
import socket
import subprocess
import sys

import pytest

import conftest


def command(*arguments, **environment):
    return subprocess.run(["dotnet", conftest.cli(), "kernel", *arguments], capture_output=True, text=True, timeout=60, env={**os.environ, **environment})


def found_by_jupyter(**environment):
    run = subprocess.run([sys.executable, "-m", "jupyter", "kernelspec", "list", "--json"], capture_output=True, text=True, check=True, env={**os.environ, **environment})
    return json.loads(run.stdout)["kernelspecs"]


@pytest.fixture
def home(tmp_path):
    """Variables of a user who has nothing yet, so that every folder is found the ordinary way."""
    nothing = dict.fromkeys(["JUPYTER_PATH", "JUPYTER_DATA_DIR", "VIRTUAL_ENV", "CONDA_PREFIX"], "")
    return {**nothing, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "share")}


def test_a_user_installs_lists_and_removes(home):
    assert "No C# kernel is installed" in command("list", **home).stdout
    assert command("install", **home).returncode == 0
    found = found_by_jupyter(**home)
    assert {"imagelearn-csharp", ".net-csharp"} <= found.keys()
    spec = found["imagelearn-csharp"]["spec"]
    assert (spec["display_name"], spec["language"], spec["interrupt_mode"]) == ("C# (ImageLearn)", "C#", "message")
    assert command("list", **home).stdout.count("ImageLearn") == 2
    assert command("remove", **home).returncode == 0
    assert not {"imagelearn-csharp", ".net-csharp"} & found_by_jupyter(**home).keys()


def test_an_environment_and_a_prefix_get_their_own(home, tmp_path):
    environment = {**home, "VIRTUAL_ENV": str(tmp_path / "env")}
    assert command("install", "--sys-prefix", **environment).returncode == 0
    assert (tmp_path / "env/share/jupyter/kernels/imagelearn-csharp/kernel.json").is_file()
    assert "imagelearn-csharp" in command("list", **environment).stdout
    assert command("install", "--prefix", str(tmp_path / "p"), "--name", "mine", **home).returncode == 0
    assert [folder.name for folder in (tmp_path / "p/share/jupyter/kernels").iterdir()] == ["mine"]
    refused = command("install", "--sys-prefix", **home)
    assert refused.returncode == 1 and "No Python environment is active" in refused.stderr


def test_the_kernel_of_net_interactive_is_left_alone(home, tmp_path):
    theirs = tmp_path / "share/jupyter/kernels/.net-csharp/kernel.json"
    theirs.parent.mkdir(parents=True)
    theirs.write_text(json.dumps({"argv": ["dotnet", "interactive"], "display_name": ".NET (C#)", "language": "C#"}))
    before = theirs.read_text()
    # Also when ours goes elsewhere.
    for place in ([], ["--prefix", str(tmp_path / "p")]):
        assert "Left .net-csharp alone" in command("install", *place, **home).stdout
        assert not (tmp_path / "p/share/jupyter/kernels/.net-csharp").exists()
    assert "another program's" in command("list", **home).stdout
    assert command("remove", **home).returncode == 0
    assert theirs.read_text() == before


def test_a_kernel_whose_build_is_gone_is_shown_as_such(home, tmp_path):
    command("install", **home)
    file = tmp_path / "share/jupyter/kernels/imagelearn-csharp/kernel.json"
    file.write_text(file.read_text().replace("ImageLearn.Cli.dll", "Moved.dll"))
    assert "Moved.dll is gone; run imagelearn kernel install" in command("list", **home).stdout


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (["install", "--user", "--sys-prefix"], "Give only one of --user, --prefix and --sys-prefix."),
        (["install", "--name", "no good"], 'A kernel cannot be called "no good"'),
        (["remove", "--name", "nobody"], "is not there"),
        (["start", "/no/such/file"], "The connection file /no/such/file is not there"),
        (["start", __file__], "is not JSON"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(home, arguments, sentence):
    refused = command(*arguments, **home)
    assert refused.returncode == 1 and sentence in refused.stderr and len(refused.stderr.strip().splitlines()) == 1, refused


def test_a_taken_port_is_named(home, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        file = tmp_path / "connection.json"
        file.write_text(json.dumps(dict.fromkeys(["shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"], port) | {"ip": "127.0.0.1", "transport": "tcp", "key": "k"}))
        refused = command("start", str(file), **home)
    assert refused.returncode == 1 and f"tcp://127.0.0.1 port {port}" in refused.stderr and len(refused.stderr.strip().splitlines()) == 1, refused
