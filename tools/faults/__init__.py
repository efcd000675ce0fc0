"""Tries to break the built site: faults of host, network, browser and updates, judged by one rule.

Either a page shows what CPython computes for the same answers, or it says in its language what is
wrong and offers a way on. Questions stay readable, and answers stay in the address. Once the host
is sound, the way on leads to the right result; where nothing was told, the next visit does.

    host.py      serves a copy of the site, with one fault at a time
    visits.py    what a reader does on each page, and what the page then shows
    judge.py     the rule
    files.py     every file that a visit asks for, with the faults of a host
    moments.py   the network, the worker, storage, memory, clock, tabs and updates
    trial.py     one of these trials
"""
