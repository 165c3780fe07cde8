"""Runs a command on a new pseudo-terminal, types keys at its prompt and prints everything the screen showed."""
import os
import pty
import sys

keys, *command = sys.argv[1:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(command[0], command)
screen = b""
typed = False
while True:
    try:
        chunk = os.read(terminal, 4096)
    except OSError:  # Linux reports the end of the other side as an input/output error.
        break
    if not chunk:
        break
    screen += chunk
    if not typed and b"Key: " in screen:
        typed = True
        os.write(terminal, keys.encode())
os.waitpid(pid, 0)
sys.stdout.write(screen.decode())
