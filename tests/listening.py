"""Run a command where there is no network, and note whom it asked for.

To be run in a network of its own: `unshare -rn python listening.py NOTES COMMAND ...`.
Every address leads back to this machine, so that whatever is asked can be heard.
"""

import socket
import subprocess
import sys
from pathlib import Path

READY = (
    "link set lo up",
    "route add local 0.0.0.0/0 dev lo",
    "-6 route add local ::/0 dev lo",
)
EVERY_PACKET = 3


def asked(packet: bytes) -> str:
    """Give where a connection or question goes to; nothing for our own machine."""
    four = packet[0] >> 4 == 4
    to = packet[16:20] if four else packet[24:40]
    kind, rest = (packet[9], (packet[0] & 15) * 4) if four else (packet[6], 40)
    if kind not in (socket.IPPROTO_TCP, socket.IPPROTO_UDP):
        return ""
    port = int.from_bytes(packet[rest + 2 : rest + 4], "big")
    name = socket.inet_ntop(socket.AF_INET if four else socket.AF_INET6, to)
    if port == 53:
        return f"{name} for {packet[rest + 20 : -4].decode('ascii', 'replace')!r}"
    ours = name == "::1" or name.startswith(("127.", "ff02:"))
    return "" if ours else f"{name}, port {port}"


def main(notes: str, *command: str) -> int:
    """Run the command to its end; write down whom it asked for."""
    for words in READY:
        subprocess.run(["ip", *words.split()], check=True)
    ear = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(EVERY_PACKET))
    ear.settimeout(0.2)
    heard = {}
    running = subprocess.Popen(command)
    while running.poll() is None:
        try:
            heard[asked(ear.recv(65535))] = None
        except TimeoutError:
            continue
    Path(notes).write_text("\n".join(filter(None, heard)), encoding="utf-8")
    return running.returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
