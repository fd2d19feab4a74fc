"""The sandbox with its journals of committed writes."""

import json
import urllib.request

import harness


class SandboxWithJournal(harness.Sandbox):
    def journal(self, vendor, account):
        """What the vendor has committed at the account, oldest first."""
        url = f"{self.addresses['control']}/__sandbox/{vendor}/accounts/{account}/journal"
        with urllib.request.urlopen(url, timeout=120) as answer:
            return [json.loads(line) for line in answer if line.strip()]
