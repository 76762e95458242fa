"""libzmq as the peer of our ZMTP sockets: zmtp_peers.py ROUTER_URL PUB_URL HEARTBEAT_URL.

The router sends every message back and publishes it; the heartbeat echoes.
"""

import sys
import threading

import zmq

ROUTER, PUB, HEARTBEAT = sys.argv[1:]
context = zmq.Context()


def connect(kind, url, **options):
    socket = context.socket(kind)
    socket.linger = 0
    socket.rcvtimeo = 10_000
    for name, value in options.items():
        setattr(socket, name, value)
    socket.connect(url)
    return socket


def the_router_returns_every_message():
    dealer = connect(zmq.DEALER, ROUTER, identity=b"named")
    for message in ([b"a"], [b"", b"x" * 255, b"y" * 256], [b"z"] * 50, [b"big", bytes(10_000_000)]):
        dealer.send_multipart(message)
        assert dealer.recv_multipart() == message
    request = connect(zmq.REQ, ROUTER)
    request.send(b"question")
    assert request.recv() == b"question"


def many_clients_at_once_get_their_own():
    def client(number):
        dealer = connect(zmq.DEALER, ROUTER)
        messages = [b"%d.%d" % (number, i) for i in range(200)]
        for message in messages:
            dealer.send(message)
        results[number] = [dealer.recv() for _ in messages] == messages

    results = {}
    threads = [threading.Thread(target=client, args=(i,)) for i in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 20 and all(results.values()), results


def subscriptions_choose():
    dealer = connect(zmq.DEALER, ROUTER)
    everything = connect(zmq.SUB, PUB)
    everything.subscribe(b"")
    some = connect(zmq.SUB, PUB)
    some.subscribe(b"yes")

    def say(topic):
        dealer.send(topic)
        assert dealer.recv() == topic

    def settle(socket, topic):
        """Publishes until the subscription has arrived."""
        poll = 0
        while not poll:
            say(topic)
            poll = socket.poll(20)
        while socket.poll(20):
            socket.recv()

    settle(everything, b"yes settle")
    settle(some, b"yes settle")
    while everything.poll(20):
        everything.recv()
    for topic in (b"yes 1", b"no 2", b"yes 3"):
        say(topic)
    assert [some.recv(), some.recv()] == [b"yes 1", b"yes 3"]
    assert [everything.recv() for _ in range(3)] == [b"yes 1", b"no 2", b"yes 3"]

    some.unsubscribe(b"yes")
    some.subscribe(b"other")
    settle(some, b"other settle")
    say(b"yes 4")
    say(b"other 5")
    assert some.recv() == b"other 5"


def the_heartbeat_answers_both_kinds():
    for kind in (zmq.REQ, zmq.DEALER):
        socket = connect(kind, HEARTBEAT)
        for i in range(3):
            socket.send(b"ping %d" % i)
            assert socket.recv() == b"ping %d" % i


def pings_of_the_protocol_are_answered():
    """libzmq closes a connection whose PING stays without PONG, which its monitor reports."""
    dealer = connect(zmq.DEALER, ROUTER, heartbeat_ivl=100, heartbeat_timeout=1500)
    monitor = dealer.get_monitor_socket(zmq.EVENT_DISCONNECTED)
    assert not monitor.poll(2000), "the connection was closed"
    dealer.send(b"alive")
    assert dealer.recv() == b"alive"
    dealer.disable_monitor()


for check in (
    the_router_returns_every_message,
    many_clients_at_once_get_their_own,
    subscriptions_choose,
    the_heartbeat_answers_both_kinds,
    pings_of_the_protocol_are_answered,
):
    check()
    print("ok", check.__name__)
context.destroy(linger=0)
