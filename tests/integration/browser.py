"""Chromium without a window, spoken to over a pipe in its DevTools protocol: shows a page as wide as is asked for, tells what stands in it and
what it has asked for. Standard library only."""

import base64
import json
import os
import select
import shutil
import subprocess
import sys
import time

PROGRAM = shutil.which('chromium')
SKIPPED = 77  # as an exit code: there is no browser
PATIENCE = 120  # seconds: a first start on a busy machine
FLAGS = ('--headless', '--remote-debugging-pipe', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--hide-scrollbars',
         '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-extensions', '--mute-audio')


def need():
    """Ends the program where there is no browser: a developer's machine does without the test, continuous integration does not."""
    if PROGRAM:
        return
    told = 'not installed: chromium (deploy/install-packages clients)'
    if os.environ.get('CI') == 'true':
        sys.exit(told)
    print(f'SKIPPED: {told}', flush=True)
    sys.exit(SKIPPED)


class Browser:
    def __init__(self, profile):
        commands, our_end = os.pipe()
        their_answers, answers = os.pipe()
        # It reads commands from descriptor 3 and answers on 4.
        script = f'exec "$@" 3<&{commands} 4>&{answers}'
        self.log = open(profile.with_suffix('.log'), 'wb')
        self.process = subprocess.Popen(['bash', '-c', script, 'bash', PROGRAM, *FLAGS, f'--user-data-dir={profile}', 'about:blank'],
                                        pass_fds=(commands, answers), stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
        os.close(commands)
        os.close(answers)
        self.commands, self.answers = our_end, their_answers
        self.received, self.events, self.number, self.session = b'', [], 0, None
        target = self.ask('Target.createTarget', url='about:blank')['targetId']
        self.session = self.ask('Target.attachToTarget', targetId=target, flatten=True)['sessionId']
        for domain in ('Page', 'Network', 'Log', 'Runtime'):
            self.ask(f'{domain}.enable')

    def stop(self):
        self.session = None
        self.ask('Browser.close')
        self.process.wait(timeout=PATIENCE)
        for each in (self.commands, self.answers):
            os.close(each)
        self.log.close()

    def ask(self, method, **params):
        """One command; its result."""
        self.number += 1
        command = {'id': self.number, 'method': method, 'params': params}
        if self.session:
            command['sessionId'] = self.session
        os.write(self.commands, json.dumps(command).encode() + b'\0')
        answer = self._await(lambda message: message.get('id') == self.number, method)
        if 'error' in answer:
            raise RuntimeError(f'{method}: {answer["error"]}')
        return answer['result']

    def show(self, url, width, height, dark=False):
        """Loads the page as a screen of this size shows it."""
        self.ask('Emulation.setDeviceMetricsOverride', width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
        self.ask('Emulation.setEmulatedMedia', features=[{'name': 'prefers-color-scheme', 'value': 'dark' if dark else 'light'}])
        self.events.clear()
        self.ask('Page.navigate', url=url)
        if not self._told('Page.loadEventFired'):
            self._await(lambda message: message.get('method') == 'Page.loadEventFired', url)

    def evaluate(self, script):
        """The value of an expression in the page, as JSON can carry it."""
        result = self.ask('Runtime.evaluate', expression=script, returnByValue=True)
        if 'exceptionDetails' in result:
            raise RuntimeError(result['exceptionDetails'])
        return result['result'].get('value')

    def screenshot(self, path):
        """The whole page, below what fits the screen too."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(self.ask('Page.captureScreenshot', captureBeyondViewport=True)['data']))

    def requests(self):
        """Addresses that the page has asked for since it was shown."""
        return [params['request']['url'] for params in self._told('Network.requestWillBeSent')]

    def complaints(self):
        """What the browser says against the page."""
        return [params['entry']['text'] for params in self._told('Log.entryAdded')]

    def _told(self, method):
        return [event['params'] for event in self.events if event['method'] == method]

    def _await(self, wanted, what):
        deadline = time.monotonic() + PATIENCE
        while True:
            message, end, rest = self.received.partition(b'\0')
            if end:
                self.received = rest
                parsed = json.loads(message)
                if 'method' in parsed:
                    self.events.append(parsed)
                if wanted(parsed):
                    return parsed
                continue
            ready, _, _ = select.select([self.answers], [], [], max(deadline - time.monotonic(), 0))
            data = os.read(self.answers, 1 << 16) if ready else b''
            if not data:
                raise RuntimeError(f'{what}: the browser does not answer')
            self.received += data
