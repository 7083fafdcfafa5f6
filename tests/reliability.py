#!/usr/bin/env python3
"""Commands that write, ended or failed at every call that reaches their files: the old file is there or the new one, whole. Prints TAP."""
import errno
import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys

from tap import CLI, ROOT, Skip, run_module, scratch

FAULTS = os.path.join(os.environ.get("REDAN_BUILD_ROOT") or os.path.join(ROOT, "build"), "tests", "libfaults.so")
EXAMPLES = os.path.join(ROOT, "data", "examples")

# As in tests/faults.h.
OPEN, WRITE, SYNC, CLOSE, RENAME, UNLINK, ANY = 0, 1, 2, 3, 4, 5, 7
ONCE, ALWAYS, SHORT, KILL = 1, 2, 3, 4
FAILURES = [(ANY, KILL, 0), (OPEN, ONCE, errno.EACCES), (WRITE, ONCE, errno.EIO), (WRITE, ALWAYS, errno.ENOSPC), (WRITE, SHORT, 0), (SYNC, ONCE, errno.EIO),
            (CLOSE, ONCE, errno.EIO), (RENAME, ONCE, errno.EACCES), (UNLINK, ONCE, errno.EACCES)]
MOST_CALLS = 200


def read(path):
    with open(path, "rb") as file:
        return file.read()


def example(name="webshop"):
    return os.path.join(EXAMPLES, name + ".redan")


def run(arguments, plan, directory):
    """The status of a command under a plan, and whether the plan struck."""
    fired = scratch("fired")
    if os.path.exists(fired):
        os.unlink(fired)
    settings = dict(os.environ, LD_PRELOAD=FAULTS, REDAN_FAULTS_FIRED=fired)
    if plan is not None:
        settings["REDAN_FAULTS"] = ":".join(map(str, (directory, *plan)))
    status = subprocess.run([CLI, *arguments], capture_output=True, env=settings, timeout=60).returncode
    return status, os.path.exists(fired) or status == -signal.SIGKILL


def check_everywhere(arguments, target, old, done=0):
    """@old: bytes of the target before, None for none."""
    if not os.path.exists(FAULTS):
        raise Skip("nothing is preloaded under the sanitizers")
    directory = os.path.dirname(target)

    def restore():
        shutil.rmtree(directory, ignore_errors=True)
        os.makedirs(directory)
        if old is not None:
            with open(target, "wb") as file:
                file.write(old)

    def found():
        return read(target) if os.path.exists(target) else None

    restore()
    assert run(arguments, None, directory)[0] == done
    new = found()
    assert new is not None and new != old
    struck = 0
    for call, kind, code in FAILURES:
        for n in range(1, MOST_CALLS):
            restore()
            status, fired = run(arguments, (call, kind, n, code), directory)
            if not fired:
                break
            struck += 1
            case = (call, kind, n, status)
            assert found() in (old, new), (case, "neither the old file nor the new one")
            # A lock that cannot be unlinked after the file was replaced is the only failure that changes nothing for the user.
            assert status != done or found() == new, (case, "said to be done, and is not")
            assert status in (done, 2, -signal.SIGKILL), case
            if found() == old:
                assert run(arguments, None, directory)[0] == done, (case, "blocks the next one")
            assert found() == new, case
            assert kind == KILL or call == UNLINK or os.listdir(directory) == [os.path.basename(target)], (case, os.listdir(directory))
        else:
            raise AssertionError("the plan strikes for ever")
    assert struck >= 10, struck


def test_fmt():
    target = scratch("fmt/model.redan")
    check_everywhere(["fmt", target], target, read(example()).replace(b"\n ", b"\n    "))


def test_import():
    source = scratch("foreign.json", {"summary": {"title": "T"}, "version": "2.3.0",
                                      "detail": {"contributors": [], "diagrams": [{"id": 0, "title": "D", "diagramType": "STRIDE", "cells": []}]}})
    target = scratch("import/model.redan")
    check_everywhere(["import", "--replace", source, target], target, read(example()))
    check_everywhere(["import", source, target], target, None)


def test_merge():
    text = read(example()).decode()
    assert text.count("</name>") > 12
    parts = text.split("</name>")
    ours = scratch("ours.redan", "</name>".join([parts[0], parts[1] + " x", *parts[2:]]))
    theirs = scratch("theirs.redan", "</name>".join([*parts[:9], parts[9] + " y", *parts[10:]]))
    target = scratch("merge/model.redan")
    check_everywhere(["merge", example(), ours, theirs, target], target, read(example()))


def test_merge_driver():
    """Git takes what a driver leaves, so that it says first that it has not finished: that is the only other content."""
    text = read(example()).decode()
    parts = text.split("</name>")
    theirs = scratch("theirs.redan", "</name>".join([*parts[:9], parts[9] + " y", *parts[10:]]))
    base = scratch("base.redan", text)
    ours = "</name>".join([parts[0], parts[1] + " x", *parts[2:]]).encode()
    target = scratch("driver/model.redan")
    if not os.path.exists(FAULTS):
        raise Skip("nothing is preloaded under the sanitizers")

    def restore():
        shutil.rmtree(os.path.dirname(target), ignore_errors=True)
        os.makedirs(os.path.dirname(target))
        with open(target, "wb") as file:
            file.write(ours)

    arguments = ["merge", "--driver", base, target, theirs, "-L", "7", "-P", "model.redan"]
    restore()
    assert run(arguments, None, os.path.dirname(target))[0] == 0
    new, marked = read(target), 0
    for n in range(1, MOST_CALLS):
        restore()
        status, fired = run(arguments, (ANY, KILL, n, 0), os.path.dirname(target))
        if not fired:
            break
        found = read(target)
        marked += found.startswith(b"<<<<<<<") or b"\n<<<<<<<" in found
        assert found in (ours, new) or b"<<<<<<<" in found, n
    assert marked > 0


def test_resolve():
    text = read(example()).decode()
    parts = text.split("</name>")
    ours = scratch("ours.redan", "</name>".join([parts[0], parts[1] + " x", *parts[2:]]))
    theirs = scratch("theirs.redan", "</name>".join([parts[0], parts[1] + " y", *parts[2:]]))
    merged = scratch("merged.redan")
    subprocess.run([CLI, "merge", example(), ours, theirs, merged], capture_output=True)
    target = scratch("resolve/model.redan")
    check_everywhere(["resolve", "--take", "theirs", target], target, read(merged))


def test_plan():
    target = scratch("plan/model.redan")
    check_everywhere(["plan", "--apply", "1", "--time", "0", example("serverless"), target], target, read(example("serverless")))


def wait_for_sleep(process):
    """Until the process waits for the lock: it has read its file, and looks every 10 ms whether the lock is free."""
    for _ in range(2000):
        with open(f"/proc/{process.pid}/wchan", encoding="ascii") as file:
            if "nanosleep" in file.read():
                return
        if process.poll() is not None:
            return
        os.sched_yield()
    raise Skip("the system does not tell what a process waits for")


def test_what_changed_meanwhile_is_not_overwritten():
    """compare_and_swap: who changes a file loses what another program wrote after it was read in no command."""
    os.makedirs(scratch("swap"), exist_ok=True)
    organization = scratch("swap/org.redan", read(example()).decode())
    target = scratch("swap/model.redan", "x")
    lock = os.path.join(os.path.dirname(target), ".#model.redan.lock")
    with open("/proc/self/wchan", encoding="ascii") as file:
        if not file.read():
            raise Skip("the system does not tell what a process waits for")
    for arguments, old in ((["fmt", target], read(example()).replace(b"\n ", b"\n    ")), (["organization", target, organization], read(example())),
                           (["review", "--sign", "Ana", target], read(example()))):
        for change in (False, True):
            with open(target, "wb") as file:
                file.write(old)
            with open(lock, "wb") as held:
                fcntl.flock(held, fcntl.LOCK_EX)
                process = subprocess.Popen([CLI, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
                wait_for_sleep(process)
                if change:
                    with open(target, "wb") as file:
                        file.write(old.replace(b"<name>", b"<name>Their ", 1))
            error = process.communicate(timeout=60)[1].decode()
            if change:
                assert process.returncode == 2 and "meanwhile" in error, (arguments, process.returncode, error)
                assert b"Their" in read(target)
            else:
                assert process.returncode == 0 and read(target) != old, (arguments, process.returncode, error)


if __name__ == "__main__":
    sys.exit(run_module(globals()))
