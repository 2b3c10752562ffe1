"""Puts walls around itself, and then becomes another program.

Run as a program of its own, since a thread must not do this to its neighbours:
`python -I -S launch.py ORDER... -- COMMAND...`, where an ORDER is `reads=PATH`, `runs=PATH`,
`writes=PATH`, a limit (`seconds=N`, `memory=N` and `file_size=N`, in bytes), or `forks=1`. Each
program that reads a letter waits for this one, so that it imports no more than it must.

The rules are Landlock's: https://docs.kernel.org/userspace-api/landlock.html
"""

from __future__ import annotations

import ctypes
import os
import signal
import stat
import sys

COULD_NOT_START = 126
"""The exit code where the command cannot be started; what it says then begins with `APOLOGY`."""
APOLOGY = "coverpress cannot start it: "

# System calls have one number on every architecture since 2019.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_PATH_BENEATH = 1
_PARENT_DEATH_SIGNAL, _NO_NEW_PRIVILEGES = 1, 38  # of `prctl`
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
_TRUNCATE = 1 << 14
ON_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | 1 << 15
_READ = _READ_FILE | _READ_DIR
# Files and folders are made and removed; no device, socket or link is.
_MAKE = 1 << 4 | 1 << 5 | 1 << 7 | 1 << 8
RIGHTS = {
    "reads": _READ,
    "runs": _READ | _EXECUTE,
    "writes": _READ | _WRITE_FILE | _TRUNCATE | _MAKE,
}
"""What an order of each kind allows, on a folder and all that is in it."""
# What each version of Landlock knows of; what it does not know cannot be forbidden.
_RIGHTS_ON_FILES = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_NETWORK = 0b11  # to bind and to connect, by TCP: from version 4
_SCOPES = 0b11  # abstract sockets and signals: from version 6


def landlock_version() -> int:
    """Return the version of the kernel's Landlock; 0 where there is none."""
    if sys.platform != "linux":
        return 0
    return max(0, _syscall(_CREATE_RULESET, None, 0, 1))


def end_with_parent(number: int) -> None:
    """Have the system send this process the signal `number` when who started it ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PARENT_DEATH_SIGNAL, number, 0, 0, 0)


def ruleset(version: int) -> list[int]:
    """Return what Landlock of `version` is to forbid, as its `struct landlock_ruleset_attr`.

    The first number is the rights on files; there is none where there is no Landlock.
    """
    fields = [(1 << _RIGHTS_ON_FILES.get(version, 16)) - 1, _NETWORK, _SCOPES]
    return fields[: 3 if version >= 6 else 2 if version >= 4 else 1] if version else []


def _syscall(number: int, *arguments: object) -> int:
    library = ctypes.CDLL(None, use_errno=True)
    library.syscall.restype = ctypes.c_long
    words = (ctypes.c_long(word) if isinstance(word, int) else word for word in arguments)
    return int(library.syscall(ctypes.c_long(number), *words))


def _must(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def _enclose(order: dict[str, list[str]]) -> None:
    """Forbid this process, and what it becomes, all but what `order` has."""
    fields = ruleset(landlock_version())
    if not fields:
        return
    attributes = (ctypes.c_uint64 * len(fields))(*fields)
    rules = _must(_syscall(_CREATE_RULESET, attributes, ctypes.sizeof(attributes), 0))
    for key, rights in RIGHTS.items():
        for path in order.get(key, ()):
            _allow(rules, path, rights & fields[0])
    library = ctypes.CDLL(None, use_errno=True)
    _must(library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0))
    _must(_syscall(_RESTRICT_SELF, rules, 0))
    os.close(rules)


def _allow(rules: int, path: str, rights: int) -> None:
    try:
        file = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # what is not there needs no permission
    if not stat.S_ISDIR(os.fstat(file).st_mode):
        rights &= ON_FILES
    # struct landlock_path_beneath_attr is packed: 8 bytes of rights, 4 of the file's number.
    rule = rights.to_bytes(8, sys.byteorder) + file.to_bytes(4, sys.byteorder)
    _must(_syscall(_ADD_RULE, rules, _PATH_BENEATH, ctypes.create_string_buffer(rule, 12), 0))
    os.close(file)


def _limit(order: dict[str, list[str]]) -> None:
    """Give this process its share; a system that does not know a limit goes without it."""
    import resource

    memory = "RLIMIT_DATA" if sys.platform == "linux" else "RLIMIT_AS"
    limits = {
        memory: int(order["memory"][0]),
        "RLIMIT_FSIZE": int(order["file_size"][0]),
        "RLIMIT_CORE": 0,
    }
    if "seconds" in order:
        limits["RLIMIT_CPU"] = int(order["seconds"][0])
    if "forks" not in order:
        limits["RLIMIT_NPROC"] = 0
    for name, most in limits.items():
        try:
            number = getattr(resource, name)
            hard = resource.getrlimit(number)[1]
            if hard == resource.RLIM_INFINITY or hard > most:
                hard = most + 1  # the signal of the softer one tells what it was
            resource.setrlimit(number, (min(most, hard), hard))
        except (AttributeError, OSError, ValueError):
            continue


def main() -> None:
    """Read the order, obey it, and become the command."""
    end = sys.argv.index("--")
    command = sys.argv[end + 1 :]
    order: dict[str, list[str]] = {}
    for word in sys.argv[1:end]:
        key, _, value = word.partition("=")
        order.setdefault(key, []).append(value)
    try:
        end_with_parent(signal.SIGKILL)
        _limit(order)
        _enclose(order)
        os.execv(command[0], command)  # noqa: S606  what is started is the point
    except OSError as error:
        os.write(2, f"{APOLOGY}{error.strerror}".encode())
        os._exit(COULD_NOT_START)


if __name__ == "__main__":
    main()
