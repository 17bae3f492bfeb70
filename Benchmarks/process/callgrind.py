"""Reads what callgrind writes."""

import re


class Profile:
    """The instructions of a run, and how often each function was called, by its name in the object file."""

    def __init__(self, path):
        self.instructions, self.calls = 0, {}
        names, callee = {}, None
        with open(path) as file:
            for line in file:
                if found := re.match(r"(c?)fn=\((\d+)\)(?: (.*))?$", line):
                    is_callee, number, name = found.groups()
                    if name:
                        # A function that recurses, or was found twice, has a number or a hint behind its name.
                        names[number] = name.split("'")[0]
                    callee = names[number] if is_callee else callee
                elif found := re.match(r"calls=(\d+)", line):
                    self.calls[callee] = self.calls.get(callee, 0) + int(found.group(1))
                elif line.startswith("totals:"):
                    self.instructions = int(line.split()[1])
