"""Programs that people use: nbconvert, nbclient, the console, and the notebook server through its API."""

import asyncio
import json
import socket
import subprocess
import sys
import time
import urllib.request

import nbclient
import nbformat
import pytest
import tornado.websocket

KERNEL = "imagelearn-csharp"


def notebook(*sources, kernel=KERNEL):
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    book.metadata.kernelspec = {"name": kernel, "display_name": "C#", "language": "C#"}
    return book


@pytest.mark.parametrize("kernel", [KERNEL, ".net-csharp"])
def test_nbconvert_executes_a_notebook_and_shows_what_came(tmp_path, kernel):
    book = notebook(
        "int Square(int n) => n * n;",
        'Console.WriteLine("printed"); Square(12)',
        'ImageLearn.Output.Cell.Show(new ImageLearn.Output.MimeBundle().With("image/svg+xml", "<svg xmlns=\'http://www.w3.org/2000/svg\'><circle r=\'3\'/></svg>").With("text/plain", "a dot"));',
        kernel=kernel,
    )
    nbformat.write(book, tmp_path / "book.ipynb")
    subprocess.run([sys.executable, "-m", "nbconvert", "--execute", "--to", "html", "book.ipynb"], cwd=tmp_path, check=True, capture_output=True, timeout=120)
    page = (tmp_path / "book.html").read_text()
    assert "printed" in page and "144" in page and "circle" in page


def test_nbclient_stops_at_an_error_and_names_it():
    with pytest.raises(nbclient.exceptions.CellExecutionError, match="on purpose"):
        nbclient.execute(notebook("1", 'throw new Exception("on purpose");', "2"), timeout=60)


def test_nbclient_interrupts_a_cell_that_takes_too_long():
    client = nbclient.NotebookClient(notebook("while (true) { }", "1"), timeout=3, interrupt_on_timeout=True, allow_errors=True)
    client.execute()
    assert client.nb.cells[0].outputs[0].output_type == "error"


def test_a_relative_path_starts_at_the_folder_of_the_notebook(tmp_path):
    (tmp_path / "data.txt").write_text("near")
    book = nbclient.execute(notebook('File.ReadAllText("data.txt")'), cwd=str(tmp_path), timeout=60)
    assert "near" in book.cells[0].outputs[0].data["text/plain"]


def test_the_console_runs_cells_and_takes_input():
    console = subprocess.run(
        [sys.executable, "-m", "jupyter_console", "--kernel", KERNEL, "--simple-prompt", "--ZMQTerminalInteractiveShell.kernel_timeout=60"],
        input="var x = 40;\nx + 2\nthrow new Exception(\"seen\");\n",
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "C# 14" in console.stdout and "42" in console.stdout and "seen" in console.stderr, console.stdout + console.stderr


@pytest.fixture
def server(tmp_path):
    """The classic notebook server, as `jupyter notebook` starts it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    log = open(tmp_path / "server.log", "w")
    process = subprocess.Popen(
        [sys.executable, "-m", "notebook", "--no-browser", "--allow-root", f"--port={port}", "--NotebookApp.token=t", f"--notebook-dir={tmp_path}"],
        stdout=log,
        stderr=log,
    )
    try:
        end = time.monotonic() + 60
        while socket.socket().connect_ex(("127.0.0.1", port)):
            assert time.monotonic() < end and process.poll() is None, (tmp_path / "server.log").read_text()
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(20)


def call(server, path, data=None):
    request = urllib.request.Request(server + path, headers={"Authorization": "token t"}, data=None if data is None else json.dumps(data).encode())
    with urllib.request.urlopen(request, timeout=60) as answer:
        body = answer.read()
        return json.loads(body) if body and answer.headers.get_content_type() == "application/json" else body


def test_the_notebook_server_shows_and_runs_the_kernel(server):
    specs = call(server, "api/kernelspecs")["kernelspecs"]
    assert specs[KERNEL]["spec"]["display_name"] == "C# (ImageLearn)" and set(specs[KERNEL]["resources"]) >= {"logo-64x64", "logo-32x32"}
    assert call(server, specs[KERNEL]["resources"]["logo-64x64"].lstrip("/")).startswith(b"\x89PNG")

    session = call(server, "api/sessions", {"path": "a.ipynb", "type": "notebook", "name": "", "kernel": {"name": KERNEL}})
    kernel = session["kernel"]["id"]

    async def drive():
        channels = await tornado.websocket.websocket_connect(server.replace("http", "ws") + f"api/kernels/{kernel}/channels?session_id=s&token=t")

        async def execute(code):
            header = {"msg_id": code, "msg_type": "execute_request", "session": "s", "username": "", "version": "5.3", "date": "2026-01-01T00:00:00Z"}
            content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": True, "stop_on_error": True}
            await channels.write_message(json.dumps({"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell", "buffers": []}))

        async def until(kind, code):
            while True:
                message = json.loads(await channels.read_message())
                if message["msg_type"] == kind and message["parent_header"].get("msg_id") == code:
                    return message["content"]

        await execute("6 * 7")
        assert (await until("execute_result", "6 * 7"))["data"]["text/plain"] == "42"
        await execute("while (true) { }")
        await until("execute_input", "while (true) { }")
        await asyncio.to_thread(call, server, f"api/kernels/{kernel}/interrupt", {})
        assert (await until("execute_reply", "while (true) { }"))["status"] == "error"
        await asyncio.to_thread(call, server, f"api/kernels/{kernel}/restart", {})
        await execute("1 + 1")
        assert (await until("execute_result", "1 + 1"))["data"]["text/plain"] == "2"

    asyncio.run(asyncio.wait_for(drive(), timeout=90))
