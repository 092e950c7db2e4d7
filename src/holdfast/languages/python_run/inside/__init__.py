"""The part that runs inside the sandbox: scripts for the project's own Python, 3.9 or later, that import nothing of Holdfast.

``warden.py`` talks to Holdfast and watches; it never runs or imports anything of the project. It starts
``zygote.py``, which loads what examples are seen to import and forks. ``stage.py`` is what a forked process
does: run the steps it is sent, one after the other. All of them do without :mod:`typing`, which takes longer to load than they do.
"""
