"""Follows values along the paths of a program: moved, closed, lost, lent.

One class follows one function, put together from the bottom up, a subject a file:

    things        what is followed, and what has become of it
    state         what is known at one point; merged where paths meet
    uses          notes each use, and says in the end which were wrong
    effects       what stores, pins, tokens, handles and views do
    summary       what callers see of a function; applying puts it into their terms
    fields, containers, expressions     what an expression gives
    signatures, functions, library, calls   what a call does
    branches, endings, statements       the paths
    rule          the functions of a program, each followed once
"""
