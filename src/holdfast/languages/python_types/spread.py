"""Runs inside the sandbox: lays the files of a batch out in a folder, then becomes the type checker."""

import json
import os
import sys


def main() -> None:
    """Arguments: the batch, a JSON object of names and contents; the folder; the checker's command."""
    batch, folder, *command = sys.argv[1:]
    os.mkdir(folder)
    with open(batch, encoding="utf-8") as file:
        files = json.load(file)
    for name, content in files.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write(content)
    os.chdir(folder)
    os.execv(command[0], command)  # noqa: S606


if __name__ == "__main__":
    main()
