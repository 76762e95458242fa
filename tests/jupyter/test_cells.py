"""What a front end sees of a cell: values, outputs, errors, counts, input, completion, history."""

import re
import time

import pytest


def texts(outputs, name="stdout"):
    return "".join(content["text"] for type, content in outputs if type == "stream" and content["name"] == name)


def test_state_lasts_from_cell_to_cell_and_the_value_is_shown(shared):
    shared.run("var x = 20;")
    reply, outputs = shared.run("x + 22")
    assert reply["status"] == "ok"
    assert [(type, content["data"]["text/plain"]) for type, content in outputs] == [("execute_result", "42")]
    assert outputs[0][1]["execution_count"] == reply["execution_count"]


def test_every_message_of_a_cell_stands_between_busy_and_idle_in_order(shared):
    request = shared.client.execute('Console.Write("a"); display("b"); Console.Error.Write("c"); "d"')
    seen = shared.outputs(request)
    assert [type for type, _ in seen] == ["status", "execute_input", "stream", "display_data", "stream", "execute_result", "status"]
    assert shared.reply(request)["status"] == "ok"


def test_output_comes_while_the_cell_runs(shared):
    request = shared.client.execute('Console.WriteLine("early"); Thread.Sleep(1500);'.replace("Thread", "System.Threading.Thread"))
    start = time.monotonic()
    while (message := shared.client.get_iopub_msg(timeout=10))["msg_type"] != "stream":
        pass
    assert message["content"]["text"] == "early\n" and time.monotonic() - start < 1.2
    assert shared.reply(request)["status"] == "ok"


def test_a_display_can_be_replaced(shared):
    _, outputs = shared.run(
        "using ImageLearn.Output;\n"
        'var shown = Cell.Show(MimeBundle.Plain("one"), "mine"); shown.Update(MimeBundle.Plain("two"));'
    )
    assert [(type, content["data"]["text/plain"], content["transient"]) for type, content in outputs] == [
        ("display_data", "one", {"display_id": "mine"}),
        ("update_display_data", "two", {"display_id": "mine"}),
    ]


@pytest.mark.parametrize("wait", [True, False])
def test_outputs_can_be_cleared(shared, wait):
    _, outputs = shared.run(f"ImageLearn.Output.Cell.Host.ClearOutput({str(wait).lower()});")
    assert outputs == [("clear_output", {"wait": wait})]


def test_an_exception_is_shown_with_colours_and_ends_nothing(shared):
    shared.run("var before = 1;")
    reply, outputs = shared.run('throw new InvalidOperationException("on purpose");')
    assert reply["status"] == "error" and reply["ename"].endswith("InvalidOperationException") and reply["evalue"] == "on purpose"
    assert [type for type, _ in outputs] == ["error"]
    assert outputs[0][1]["traceback"] == reply["traceback"] and "\x1b[" in "".join(reply["traceback"])
    assert shared.value("before") == "1"


def test_a_cell_that_does_not_compile_says_where(shared):
    reply, _ = shared.run("var a = 1;\nvar b = unknown;")
    assert reply["status"] == "error" and "unknown" in reply["evalue"] + "".join(reply["traceback"])


def test_counts_go_up_by_one_unless_the_cell_is_not_stored(kernel):
    counts = [kernel.run("1", **options)[0]["execution_count"] for options in ({}, {}, {"store_history": False}, {"silent": True}, {})]
    assert counts == [1, 2, 3, 3, 3]
    assert kernel.run("")[0]["execution_count"] == 4
    assert kernel.run("1")[0]["execution_count"] == 4


def test_a_silent_cell_shows_nothing_but_status(shared):
    request = shared.client.execute('Console.Write("a"); display("b"); "c"', silent=True)
    assert [type for type, _ in shared.outputs(request)] == ["status", "status"]
    assert shared.reply(request)["status"] == "ok"
    request = shared.client.execute("throw new Exception();", silent=True)
    assert [type for type, _ in shared.outputs(request)] == ["status", "status"]
    assert shared.reply(request)["status"] == "error"


def test_user_expressions_are_evaluated_after_the_cell(shared):
    reply, _ = shared.run("var y = 4;", user_expressions={"square": "y * y", "wrong": "nothing"})
    assert reply["user_expressions"]["square"]["status"] == "ok"
    assert reply["user_expressions"]["square"]["data"]["text/plain"] == "16"
    assert reply["user_expressions"]["wrong"]["status"] == "error" and reply["user_expressions"]["wrong"]["ename"]


def test_after_an_error_the_waiting_cells_are_not_run(shared):
    codes = ['System.Threading.Thread.Sleep(300); throw new Exception("stop");', "var never = 1;", "var neither = 2;"]
    requests = [shared.client.execute(code) for code in codes]
    info = shared.client.kernel_info()
    replies = [shared.reply(request) for request in requests]
    assert [reply["status"] for reply in replies] == ["error", "aborted", "aborted"]
    assert shared.reply(info)["status"] == "ok"
    assert shared.run("never")[0]["status"] == "error"
    assert shared.run("1")[0]["status"] == "ok"


def test_without_stop_on_error_they_are_run(shared):
    first = shared.client.execute('System.Threading.Thread.Sleep(300); throw new Exception("go on");', stop_on_error=False)
    second = shared.client.execute("1")
    assert shared.reply(first)["status"] == "error"
    assert shared.reply(second)["status"] == "ok"


def test_input_is_asked_of_the_front_end(shared):
    asked = []
    code = 'Console.Write("name? "); var name = Console.ReadLine(); Console.Write($"hello {name}");'
    reply, outputs = shared.run(code, on_input=lambda question: asked.append(question["prompt"]) or "Ada")
    # The front end writes the prompt itself: it must not come as output as well.
    assert reply["status"] == "ok" and sorted(asked + [texts(outputs)]) == ["hello Ada", "name? "]


def test_end_of_input_is_null(shared):
    _, outputs = shared.run("Console.Write(Console.ReadLine() is null);", on_input=lambda asked: "\x04")
    assert texts(outputs) == "True"


def test_a_front_end_without_input_gives_the_end_of_input_or_an_error_at_once(shared):
    start = time.monotonic()
    reply, _ = shared.run("Console.ReadLine()", allow_stdin=False)
    assert time.monotonic() - start < 5 and shared.run("1")[0]["status"] == "ok"


def test_waiting_for_input_can_be_interrupted(shared):
    request = shared.client.execute("Console.ReadLine()", allow_stdin=True)
    shared.client.get_stdin_msg(timeout=10)
    shared.manager.interrupt_kernel()
    assert shared.reply(request)["status"] == "error"
    # What is typed now answers nobody.
    shared.client.input("late")
    assert shared.value("1") == "1"


def test_completion_counts_code_points(shared):
    code = 'var smile = "😀😀"; Console.WriteL'
    reply = shared.reply(shared.client.complete(code, len(code)))
    assert reply["status"] == "ok" and "WriteLine" in reply["matches"]
    assert code[reply["cursor_start"] : reply["cursor_end"]] == "WriteL" and reply["cursor_end"] == len(code)
    types = reply["metadata"]["_jupyter_types_experimental"]
    match = next(item for item in types if item["text"] == "WriteLine")
    assert match["type"] == "method" and "WriteLine" in match["signature"] and (match["start"], match["end"]) == (reply["cursor_start"], reply["cursor_end"])
    assert [item["text"] for item in types] == reply["matches"]


def test_completion_knows_what_earlier_cells_defined(shared):
    shared.run("var fortyTwo = 42;")
    assert "fortyTwo" in shared.reply(shared.client.complete("fortyT"))["matches"]


def test_completion_of_nothing_is_empty(shared):
    reply = shared.reply(shared.client.complete("noSuchThing.", 12))
    assert reply["status"] == "ok" and reply["matches"] == []


def test_inspection_shows_signature_and_documentation(shared):
    reply = shared.reply(shared.client.inspect('var s = "😀"; Math.Sqrt(2)', 20))
    assert reply["found"] and "Sqrt" in reply["data"]["text/plain"]
    reply = shared.reply(shared.client.inspect("", 0))
    assert reply["status"] == "ok" and not reply["found"] and reply["data"] == {}


@pytest.mark.parametrize("code, status", [("1 + 1", "complete"), ("if (true)\n{", "incomplete"), ("int = 1;", "invalid")])
def test_is_complete(shared, code, status):
    reply = shared.reply(shared.client.is_complete(code))
    assert reply["status"] == status
    if status == "incomplete":
        assert re.fullmatch(r"\s*", reply["indent"])


def history(kernel, **query):
    return kernel.reply(kernel.client.history(raw=True, **query))["history"]


def test_history_of_this_session(kernel):
    for code in ("11", "22", "33", "22"):
        kernel.run(code)
    kernel.run("44", store_history=False)
    tail = history(kernel, hist_access_type="tail", n=3)
    assert [entry[2] for entry in tail] == ["22", "33", "22"] and [entry[1] for entry in tail] == [2, 3, 4]
    session = tail[0][0]
    assert [entry[2] for entry in history(kernel, hist_access_type="range", session=session, start=2, stop=4)] == ["22", "33"]
    assert [entry[2] for entry in history(kernel, hist_access_type="range", session=0, start=1, stop=3)] == ["11", "22"]
    assert [entry[2] for entry in history(kernel, hist_access_type="search", pattern="2*", n=10)][-2:] == ["22", "22"]
    assert [entry[2] for entry in history(kernel, hist_access_type="search", pattern="?2", unique=True)] == ["22"]
    assert history(kernel, hist_access_type="tail", n=1, output=True)[0][2] == ["22", "22"]


def test_history_outlives_the_kernel_and_knows_sessions_apart(kernel):
    kernel.run('var survivor = "first life";')
    kernel.manager.restart_kernel()
    kernel.client.wait_for_ready(timeout=60)
    kernel.run("1 + 2")
    found = history(kernel, hist_access_type="search", pattern="var survivor*", n=1)
    assert found[0][2] == 'var survivor = "first life";'
    assert found[0][0] != history(kernel, hist_access_type="tail", n=1)[0][0]
    assert history(kernel, hist_access_type="range", session=-1, start=1, stop=2)[0][2] == 'var survivor = "first life";'


def test_comms_of_unknown_targets_are_closed(shared):
    assert shared.reply(shared.client.comm_info())["comms"] == {}
    message = shared.client.session.msg("comm_open", {"comm_id": "c1", "target_name": "nobody", "data": {}})
    shared.client.shell_channel.send(message)
    assert [(type, content.get("comm_id")) for type, content in shared.outputs(message["header"]["msg_id"])][1] == ("comm_close", "c1")


def test_a_debugger_is_refused_and_unknown_messages_do_no_harm(shared):
    debug = shared.client.session.msg("debug_request", {"type": "request", "seq": 7, "command": "initialize", "arguments": {}})
    shared.client.control_channel.send(debug)
    refusal = shared.client.get_control_msg(timeout=10)["content"]
    assert refusal["success"] is False and refusal["request_seq"] == 7 and refusal["command"] == "initialize"
    strange = shared.client.session.msg("strange_request", {})
    shared.client.shell_channel.send(strange)
    assert [type for type, _ in shared.outputs(strange["header"]["msg_id"])] == ["status", "status"]
    assert shared.value("1") == "1"


def test_kernel_info_on_both_channels(shared):
    info = shared.reply(shared.client.kernel_info())
    assert info["protocol_version"] == "5.3" and info["language_info"]["name"] == "C#" and info["language_info"]["file_extension"] == ".cs"
    shared.client.control_channel.send(shared.client.session.msg("kernel_info_request", {}))
    assert shared.client.get_control_msg(timeout=10)["content"] == info
