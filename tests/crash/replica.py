"""One gateway process that is killed and started anew, or stopped and let go on, while callers look for it."""

import signal
import threading

import harness

UP_SECONDS = 60


class Replica:
    """Thread-safe for callers (`stub`); disruptions come from one thread."""

    def __init__(self, directory, connections, extra):
        self._make = lambda: harness.Gateway(directory, connections, extra)
        self._up = threading.Condition()
        self._gateway = self._make()
        self._killed = []

    @property
    def gateway(self):
        return self._gateway

    def stub(self):
        """Of the process that runs now; waits while there is none."""
        with self._up:
            if not self._up.wait_for(lambda: self._gateway is not None, UP_SECONDS):
                raise RuntimeError('the gateway does not come back')
            return self._gateway.bookings

    def kill(self):
        """SIGKILL; returns once the process is gone. Callers may hold its channel still."""
        with self._up:
            gateway, self._gateway = self._gateway, None
        gateway.process.kill()
        gateway.process.wait()
        self._killed.append(gateway)

    def start(self):
        gateway = self._make()
        with self._up:
            self._gateway = gateway
            self._up.notify_all()

    def pause(self):
        self._gateway.process.send_signal(signal.SIGSTOP)

    def go_on(self):
        self._gateway.process.send_signal(signal.SIGCONT)

    def close(self):
        """Ends it; a process that has ended by itself meanwhile is an error."""
        for gateway in self._killed:
            gateway.channel.close()
        if self._gateway is None:
            return  # interrupted between kill and start
        died = self._gateway.process.poll()
        log = self._gateway.log.read_text()
        self._gateway.stop()
        if died is not None:
            raise RuntimeError(f'a gateway ended by itself ({died}):\n{log[-2000:]}')
