"""The mathematics of the lessons: exact, without pictures.

Everything a lesson shows is computed here with SymPy's exact numbers, from text
that is parsed as data and never run as code. Imports go one way::

    errors, expression → functions → symbolic → typst, spoken, evaluate
                         evaluate, repair → grammar → quantity → shown
    quantity → differentiate → function → line → nudge
                               function → verdict, walk → descent
               differentiate, node → wiring → forward → backward → graph
"""
