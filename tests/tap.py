"""What the tests of the command line share: where things are, a directory for files, and running tests, which prints TAP."""
import json
import os
import re
import subprocess
import tempfile

ROOT = os.environ.get("REDAN_SOURCE_ROOT") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
CLI = os.path.join(os.environ.get("REDAN_BUILD_ROOT") or os.path.join(ROOT, "build"), "app", "redan-cli")
CORPUS = os.path.join(ROOT, "..", "shared", "corpus")
SHOWN = 3000  # characters of what a failing test says


class Skip(Exception):
    pass


def corpus(*parts):
    """The path of a file or directory of the corpus."""
    path = os.path.join(CORPUS, *parts)
    if not os.path.exists(path):
        raise Skip("corpus is not here")
    return path


def call(*command, **options):
    """Runs a program. What the leak checker says when a thread ends in the moment that it looks is not of the program."""
    result = subprocess.run(command, capture_output=True, timeout=120, **options)
    result.stderr = re.sub(rb"==\d+==Unable to get registers from thread \d+\.\n", b"", result.stderr)
    return result


def sample(things):
    """All of them; under the sanitizers, which take ten times as long for what was compared already, every third."""
    return list(things)[::3] if "REDAN_TEST_SANITIZED" in os.environ else things


def scratch(name, content=None):
    """A path in a directory that goes when the tests end; bytes, a text, or what is to be JSON is written there."""
    path = os.path.join(scratch.directory, name)
    if content is not None:
        text = content if isinstance(content, (bytes, str)) else json.dumps(content)
        with open(path, "wb") as out:
            out.write(text if isinstance(text, bytes) else text.encode())
    return path


def run_tests(tests):
    """Runs functions, each with its title: one that fails does not hide the others. Returns the status to end with."""
    failed = 0
    print(f"1..{len(tests)}")
    with tempfile.TemporaryDirectory() as scratch.directory:
        for number, (title, function) in enumerate(tests, 1):
            try:
                function()
                print(f"ok {number} - {title}", flush=True)
            except Skip as reason:
                print(f"ok {number} - {title} # SKIP {reason}", flush=True)
            except Exception as problem:
                failed += 1
                said = f"{type(problem).__name__}: {str(problem)[:SHOWN]}"
                print(f"not ok {number} - {title}", *(f"# {line}" for line in said.splitlines()), sep="\n", flush=True)
    return 1 if failed else 0


def run_module(names):
    """The same with all functions test_... of a module, whose globals () are given."""
    return run_tests([(name[5:].replace("_", " "), function) for name, function in sorted(names.items()) if name.startswith("test_")])
