"""Runs Synapse for a test, and ends it when the test does: its standard input is then at its end, even after a kill."""

import os
import sys
import threading

sys.argv = ["homeserver", "-c", sys.argv[1]]


def watch():
    while os.read(0, 1024):
        pass
    os._exit(0)


threading.Thread(target=watch, daemon=True).start()

from synapse.app.homeserver import main  # noqa: E402  (the import takes a second: watch first)

main()
