"""Who calls from the command line: whoever has the machine, in the audit by one name."""

from ecotone.access.principal import Principal

COMMAND = Principal.system("command")
