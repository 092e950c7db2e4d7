"""The ledger: evidence of every trial, append-only, one SQLite file a project in the user's state folder.

It lies outside of every repository and is named by the project's place on this machine, so that what a
checkout brings with it is never believed. :mod:`holdfast.world.ledger.ledger` writes and reads it;
:mod:`holdfast.world.ledger.glance` reads it without a database library, for ``check``.
"""
