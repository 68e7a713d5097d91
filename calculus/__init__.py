"""The mathematics of the lessons: exact, without pictures.

Everything a lesson shows is computed here with SymPy's exact numbers, from text
that is parsed as data and never run as code. Imports go one way::

    errors → expression → symbolic → typst, spoken, evaluate → grammar
    grammar → quantity → shown, differentiate → function → nudge, descent
                         quantity, differentiate → graph → passes
"""
