#!/usr/bin/python3
"""bookctl's scripts for shells, in the shells: bash always, zsh and fish where they are installed. The gateway is played here."""

import concurrent.futures
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import grpc
from bookings.v1 import connections_pb2, connections_pb2_grpc

PATIENCE_SECONDS = 30


class Connections(connections_pb2_grpc.ConnectionServiceServicer):
    """Knows two connections, and who has asked."""

    def __init__(self):
        self.tokens = []

    def ListConnections(self, request, context):
        self.tokens.append(dict(context.invocation_metadata()).get('authorization'))
        return connections_pb2.ListConnectionsResponse(connections=[
            connections_pb2.Connection(name='connections/porto', vendor='hostelmate'),
            connections_pb2.Connection(name='connections/tokyo', vendor='jicoo')])


class CompletionTest(unittest.TestCase):
    binary = ''

    def setUp(self):
        self.gateway = Connections()
        server = grpc.server(concurrent.futures.ThreadPoolExecutor(2))
        connections_pb2_grpc.add_ConnectionServiceServicer_to_server(self.gateway, server)
        self.address = f'127.0.0.1:{server.add_insecure_port("127.0.0.1:0")}'
        server.start()
        self.addCleanup(lambda: server.stop(None).wait())
        self.home = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.environment = {**os.environ, 'BOOKINGS_ADDRESS': self.address, 'HOME': str(self.home),
                            'PATH': f'{pathlib.Path(self.binary).resolve().parent}:{os.environ["PATH"]}'}

    def run_shell(self, *words):
        result = subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False, env=self.environment,
                                stdin=subprocess.DEVNULL)
        self.assertEqual((result.returncode, result.stderr), (0, ''))
        return [line for line in result.stdout.splitlines() if line]

    def bash(self, line):
        """What bash would put in place of the last word: the function that it calls, called as bash calls it."""
        script = r'''
            source <(bookctl completion bash)
            complete -p bookctl >/dev/null || exit 1
            COMP_LINE=$1 COMP_POINT=${#1}
            compopt() { :; }  # there is no line that is being edited
            _bookctl
            printf '%s\n' "${COMPREPLY[@]}"'''
        return self.run_shell('bash', '--norc', '-c', script, 'bash', line)

    def test_bash_completes_commands_and_flags(self):
        self.assertEqual(self.bash('bookctl wa'), ['watch'])
        self.assertIn('list', self.bash('bookctl '))
        self.assertEqual(self.bash('bookctl list --ord'), ['--order='])
        self.assertEqual(self.bash('bookctl cancel --ord'), [])

    def test_bash_replaces_only_what_is_behind_the_last_break(self):
        self.assertEqual(self.bash('bookctl list --output='), ['table', 'json', 'yaml', 'csv'])
        self.assertEqual(self.bash('bookctl list --output=y'), ['yaml'])
        self.assertEqual(self.bash('bookctl list --status=confirmed,pen'), ['confirmed,pending'])
        self.assertEqual(self.bash('bookctl list --output y'), ['yaml'])

    def test_bash_completes_what_the_gateway_knows(self):
        self.assertEqual(self.bash('bookctl list --connection='), ['porto', 'tokyo'])
        self.assertEqual(self.bash('bookctl list --vendor=j'), ['jicoo'])
        self.assertEqual(self.bash('bookctl get to'), ['tokyo/'])

    def test_the_lines_own_token_is_used(self):
        token = self.home / 'token'
        token.write_text('secret\n')
        self.bash(f'bookctl list --token_file={token} --connection=')
        self.assertEqual(self.gateway.tokens, ['Bearer secret'])

    def test_a_gateway_that_is_not_there_costs_nothing_but_its_names(self):
        self.environment['BOOKINGS_ADDRESS'] = '127.0.0.1:1'
        self.assertEqual(self.bash('bookctl list --connection='), [])
        self.assertEqual(self.bash('bookctl list --token_file=/nowhere --connection='), [])

    @unittest.skipUnless(shutil.which('zsh'), 'no zsh here: its script is not run')
    def test_zsh(self):
        script = r'''
            autoload -U compinit && compinit -u -d $HOME/dump
            source <(bookctl completion zsh)
            print -r -- $_comps[bookctl]
            compadd() { while [[ $1 != -- ]]; do shift; done; shift; (( $# )) && print -rl -- "$@"; return 0 }
            words=(bookctl list --connection=t) CURRENT=3
            _bookctl
            words=(bookctl get '') CURRENT=3
            _bookctl'''
        self.assertEqual(self.run_shell('zsh', '-f', '-c', script), ['_bookctl', '--connection=tokyo', 'porto/', 'tokyo/'])

    @unittest.skipUnless(shutil.which('fish'), 'no fish here: its script is not run')
    def test_fish(self):
        def complete(line):
            found = self.run_shell('fish', '-N', '-c', f'bookctl completion fish | source; complete -C "{line}"')
            return [word.split('\t')[0] for word in found]
        self.assertEqual(complete('bookctl wa'), ['watch'])
        self.assertEqual(complete('bookctl list --output y'), ['yaml'])
        self.assertEqual(complete('bookctl list --connection=t'), ['--connection=tokyo'])
        self.assertEqual(complete('bookctl get '), ['porto/', 'tokyo/'])


if __name__ == '__main__':
    CompletionTest.binary = sys.argv.pop(1)
    unittest.main()
