"""Peers that do not keep to the protocol: wrong signatures, malformed messages and frames, half-open connections, floods."""

import json
import socket
import struct
import time

import pytest
import zmq
from jupyter_client.session import Session

GREETING = b"\xff" + bytes(8) + b"\x7f\x03\x00NULL" + bytes(48)


def ready(kind):
    properties = b"\x0bSocket-Type" + struct.pack(">I", len(kind)) + kind
    body = b"\x05READY" + properties
    return bytes([4, len(body)]) + body


def connection(kernel):
    return json.load(open(kernel.manager.connection_file))


@pytest.fixture
def dealer(shared):
    """A DEALER on the shell channel."""
    context = zmq.Context()
    dealer = context.socket(zmq.DEALER)
    dealer.linger = 0
    dealer.connect(f"tcp://127.0.0.1:{connection(shared)['shell_port']}")
    yield dealer
    context.destroy(linger=0)


def works(kernel):
    assert kernel.value("1 + 1") == "2"


def test_a_wrong_signature_runs_nothing(shared, dealer):
    shared.run("var touched = false;")
    stranger = Session(key=b"not the key")
    stranger.send(dealer, "execute_request", {"code": "touched = true;", "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False})
    stranger.send(dealer, "shutdown_request", {"restart": False})
    assert not dealer.poll(500)
    assert shared.value("touched") == "false"


def test_a_message_sent_twice_runs_once(shared, dealer):
    shared.run("var times = 0;")
    session = Session(key=connection(shared)["key"].encode())
    content = {"code": "times++;", "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
    frames = session.serialize(session.msg("execute_request", content))
    for _ in range(3):
        dealer.send_multipart(frames)
    assert dealer.poll(10_000)
    time.sleep(0.5)
    assert shared.value("times") == "1"


def test_signed_messages_that_make_no_sense_are_ignored(shared, dealer):
    session = Session(key=connection(shared)["key"].encode())

    def signed(*parts):
        return [b"<IDS|MSG>", session.sign(list(parts)), *parts]

    header = json.dumps({"msg_id": "x", "msg_type": "execute_request", "session": "s", "username": "u", "version": "5.3"}).encode()
    for frames in (
        [b""],
        [b"<IDS|MSG>"],
        [b"<IDS|MSG>", b"", b"{}"],
        signed(b"", b"", b"", b""),
        signed(b"[]", b"{}", b"{}", b"{}"),
        signed(b"{", b"{}", b"{}", b"{}"),
        signed(b"{}", b"{}", b"{}", b"{}"),
        signed(b'{"msg_type": 7}', b"{}", b"{}", b"{}"),
        signed(header, b"{}", b"{}", b"[1]"),
        signed(header, b"{}", b"{}", b"[" * 100_000),
        signed(header, b"{}", b"{}", b"\xff\xfe"),
    ):
        dealer.send_multipart(frames)
    assert not dealer.poll(300)
    works(shared)


@pytest.mark.parametrize("content", [{}, {"code": 7}, {"code": None}, {"code": "1", "silent": "yes", "user_expressions": [1], "stop_on_error": 3}])
def test_wrong_types_in_a_request_are_answered(shared, content):
    message = shared.client.session.msg("execute_request", content)
    shared.client.shell_channel.send(message)
    assert shared.reply(message["header"]["msg_id"])["status"] in ("ok", "error")
    for kind in ("complete_request", "inspect_request", "is_complete_request", "history_request"):
        message = shared.client.session.msg(kind, {**content, "cursor_pos": -5, "n": "many", "pattern": "[", "hist_access_type": "search"})
        shared.client.shell_channel.send(message)
        assert shared.reply(message["header"]["msg_id"])["status"]
    works(shared)


@pytest.mark.parametrize("text", ["\\ud800", "\\udc00 \\ud800", "a\\u0000b"])
def test_lone_surrogates_and_nulls_in_source_are_answered(shared, dealer, text):
    session = Session(key=connection(shared)["key"].encode())
    message = session.msg("execute_request", {})
    raw = [session.pack(message["header"]), b"{}", b"{}", f'{{"code": "\\"{text}\\""}}'.encode()]
    dealer.send_multipart([b"<IDS|MSG>", session.sign(raw), *raw])
    assert dealer.poll(10_000)
    _, reply = session.recv(dealer)
    assert reply["content"]["status"] in ("ok", "error")
    works(shared)


@pytest.mark.parametrize("port", ["shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"])
@pytest.mark.parametrize(
    "octets",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        bytes(1000),
        GREETING[:20],
        GREETING + b"\x04\x00",
        GREETING + ready(b"DEALER") + b"\xff" * 100,
        GREETING + ready(b"DEALER") + b"\x02" + b"\x7f" + b"\xff" * 7,
        GREETING + ready(b"SUB") + b"\x02" + struct.pack(">Q", 1 << 40) + b"\x01",
        GREETING + ready(b"REQ") + b"\x01\x00" * 1000,
    ],
)
def test_octets_that_are_no_zmtp_hurt_nobody(shared, port, octets):
    peers = []
    for _ in range(3):
        peer = socket.create_connection(("127.0.0.1", connection(shared)[port]))
        peer.sendall(octets)
        peers.append(peer)
    works(shared)
    for peer in peers:
        peer.close()


def test_a_flood_of_connections_keeps_nobody_out(shared):
    ports = [port for name, port in connection(shared).items() if name.endswith("_port")]
    flood = [socket.create_connection(("127.0.0.1", ports[i % len(ports)])) for i in range(600)]
    start = time.monotonic()
    other = shared.new_client()
    assert shared.value("2 + 2", client=other) == "4" and time.monotonic() - start < 5
    works(shared)
    other.stop_channels()
    for peer in flood:
        peer.close()


def test_a_subscriber_that_never_reads_holds_nobody_up(shared):
    asleep = socket.create_connection(("127.0.0.1", connection(shared)["iopub_port"]))
    asleep.sendall(GREETING + ready(b"SUB") + b"\x00\x01\x01")
    time.sleep(0.2)
    for _ in range(20):
        reply, outputs = shared.run("ImageLearn.Output.Cell.Show(ImageLearn.Output.MimeBundle.Plain(new string('x', 5_000_000)));")
        assert reply["status"] == "ok" and len(outputs[0][1]["data"]["text/plain"]) == 5_000_000
    asleep.close()


def test_a_client_that_never_reads_its_replies_holds_nobody_up(shared, dealer):
    session = Session(key=connection(shared)["key"].encode())
    dealer.rcvhwm = 1
    for _ in range(500):
        session.send(dealer, "kernel_info_request", {})
    works(shared)
