"""A TCP relay before a gateway that breaks connections at an exact place: it counts the HTTP/2 frames that the gateway sends. Clear text
only. Each accepted connection takes the next entry of the plan, and when that is used up passes everything:

    refuse: true        closed at once
    data_frames: N      N frames with pages are let through; at the next one the connection breaks
    headers: N          the same for frames that begin or end answers: 0 = the first answer is on its way and never arrives
    target: NAME        goes to this gateway; without one, to that of the entry before
    then: ACTION        in place of breaking, calls the action of this name once, and passes everything from there on
"""

import socket
import struct
import threading

FRAME_HEADER_BYTES = 9
DATA, HEADERS = 0, 1
CHUNK = 65536


class CuttingProxy:
    def __init__(self, targets, plan, actions=None):
        """`targets` are addresses by name; the first one is where connections go unless told otherwise."""
        self._targets, self._plan, self._actions = targets, list(plan), actions or {}
        self._target = next(iter(targets))
        self.accepted = 0
        self._sockets = []
        self._listener = socket.create_server(('127.0.0.1', 0))
        self.address = '127.0.0.1:%d' % self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self._listener.close()
        for each in self._sockets:
            close(each)

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.accepted += 1
            entry = self._plan.pop(0) if self._plan else {}
            self._target = entry.get('target', self._target)
            if entry.get('refuse'):
                reset(client)
                continue
            host, _, port = self._targets[self._target].rpartition(':')
            server = socket.create_connection((host, int(port)))
            for each in (client, server):
                each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._sockets += [client, server]
            threading.Thread(target=relay, args=(client, server), daemon=True).start()
            threading.Thread(target=self._answer, args=(server, client, Counter(entry), entry), daemon=True).start()

    def _answer(self, server, client, counter, entry):
        try:
            while data := server.recv(CHUNK):
                passed = counter.pass_through(data)
                client.sendall(data[:passed])
                if passed < len(data) and 'then' in entry:
                    self._actions[entry['then']]()
                    client.sendall(data[passed:])
                    counter = Counter({})
                elif passed < len(data):
                    break
        except OSError:
            pass
        reset(client)
        close(server)


class Counter:
    """Follows the frames of one direction through whatever pieces they come in."""

    def __init__(self, entry):
        self._left = {DATA: entry.get('data_frames'), HEADERS: entry.get('headers')}
        self._header = b''
        self._body = 0  # bytes of the present frame that are to come

    def pass_through(self, data):
        """How many of these bytes may go on."""
        at = 0
        while at < len(data):
            if self._body:
                step = min(self._body, len(data) - at)
                self._body -= step
            else:
                step = min(FRAME_HEADER_BYTES - len(self._header), len(data) - at)
                self._header += data[at:at + step]
                if len(self._header) == FRAME_HEADER_BYTES and not self._take_frame():
                    return max(0, at + step - FRAME_HEADER_BYTES)
            at += step
        return len(data)

    def _take_frame(self):
        length, kind = int.from_bytes(self._header[:3], 'big'), self._header[3]
        self._header, self._body = b'', length
        if length and self._left.get(kind) is not None:
            if not self._left[kind]:
                return False
            self._left[kind] -= 1
        return True


def relay(source, target):
    try:
        while data := source.recv(CHUNK):
            target.sendall(data)
    except OSError:
        pass
    close(target)


def reset(client):
    """As a broken connection looks: not as one that was closed in good order."""
    try:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
    except OSError:
        pass
    close(client)


def close(each):
    try:
        each.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    each.close()
