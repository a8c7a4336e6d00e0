"""So that a process of our own can run the command: `python -m ecotone.cli`."""

from ecotone.cli import main

main(prog_name="ecotone")
