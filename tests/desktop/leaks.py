# SPDX-License-Identifier: Apache-2.0
"""What GLib and fontconfig are known to lose until the end of the program, told by size and stack where no frame pointers lead
to the library's name; any other leak stands."""
import re

# Bytes of one object, the functions that allocated it, and how many there are at most.
KNOWN = {
    (16384, ("malloc", "g_malloc")): 1,  # a table of quarks: readers may still use it when a larger one takes its place
    (128, ("realloc", "g_realloc")): 2,  # a cache that fontconfig keeps through Pango
}

LEAK = re.compile(r"(?:Direct|Indirect) leak of (\d+) byte\(s\) in (\d+) object\(s\) allocated from:")
FRAME = re.compile(r"#\d+ 0x[0-9a-f]+ in (\S+)")
AROUND = re.compile(r"=+|.*ERROR: LeakSanitizer: detected memory leaks|SUMMARY: AddressSanitizer: .* leaked in .*|")


def forgive(status, lines):
    """The status of a program and the lines of its standard error, without the report of leaks when it holds known ones only."""
    leaks = []
    for line in lines:
        begun, frame = LEAK.match(line), FRAME.match(line.strip())
        if begun:
            leaks.append((int(begun[1]) // int(begun[2]), int(begun[2]), []))
        elif frame and leaks:
            leaks[-1][2].append(frame[1].removeprefix("__interceptor_"))
        elif not AROUND.fullmatch(line):
            return status, lines
    if leaks and status == 1 and all(n <= KNOWN.get((size, tuple(stack)), 0) for size, n, stack in leaks):
        return 0, []
    return status, lines
