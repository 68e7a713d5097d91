"""Recap: tasks to pause for, cards to turn over, steps to put in order, thoughts to take away."""

from scenes.cards import FlipCardsScene, OrderScene, PauseScene, TakeawayScene
from scenes.checklist import ChecklistScene
from scenes.pipeline import PipelineScene

PLACE = 9  # in the course


class PauseAndTry(PauseScene):
    """Three tasks: a nudge of one's own, a calculator, one step of descent."""

    # Questions, a bar, and answers, perhaps with the number that is asked for, and what shows it;
    # formulas between dollar signs, numbers by their names.
    tasks = (
        "$J(w) = w**2$, and $w$ is {a}. Choose a nudge of your own. What is the ratio?"
        " | It is {k} plus your nudge. With {h}, for example, it is {q}."
        " | limit of J(w) = w**2 at a by h",
        "Take a calculator: what is {x} to the power {n}?"
        " | It is {v} plus {r} times {d}. That makes {y}. | {y}"
        " | ratio of f(a) = a**3 at p by d",
        "On $w**2$, where does one step lead from {a}, with the learning rate {l}?"
        " | From {a}, take away {l} times {k}. That leads to {b}. | {b}"
        " | steps of J(w) = w**2 at a by l",
    )
    values = {  # each may use those before it
        "a": 3,
        "h": 1,
        "k": "slope of J(w) = w**2 at a",
        "q": "ratio of J(w) = w**2 at a by h",
        "p": 2,
        "d": 0.001,
        "n": 3,
        "x": "p + d",
        "y": "x**n",
        "v": "p**n",
        "r": "ratio of f(a) = a**3 at p by d",
        "l": 0.1,
        "b": "a - l*k",
    }
    seconds = 10  # of the ring, for each task


class FlipCards(FlipCardsScene):
    """Five cards about the slope, with the answers on their backs."""

    cards = (
        "Informally, what is a derivative?"
        " | A tiny nudge moves $J$ by nearly $k$ times the nudge."
        " This $k$ is the derivative, the sensitivity. On $w**2$ at {a}, it is {k}."
        " | limit of J(w) = w**2 at a by t",
        "$J(w) = w**2$: what does a nudge of {h} do at {a}?"
        " | $J$ moves by {r}: that is {q} times the nudge."
        " | bars of J(w) = w**2 at a by h",
        "The slope is {m}. What happens to the output when the input grows a little?"
        " | It moves by nearly {m} times the nudge. A minus sign means that it falls."
        " | ratio of J(w) = w**2 at -a by h",
        "What does gradient descent subtract from $w$?"
        " | The learning rate times the derivative. On $w**2$, {l} times {k}, so {a} becomes {b}."
        " | steps of J(w) = w**2 at a by l",
        "In $J = 3*(a + b*c)$, why is the gradient of $c$ equal to {g}?"
        " | The slopes along its path multiply: {first} times {second} times {third} is {product}."
        " | path of J = 3*(a + b*c) at a=5, b=3, c=2 by c",
    )
    values = {
        "a": 3,
        "t": 1,
        "h": 0.001,
        "r": "rise of J(w) = w**2 at a by h",
        "q": "ratio of J(w) = w**2 at a by h",
        "m": "slope of J(w) = w**2 at -a",
        "l": 0.1,
        "k": "slope of J(w) = w**2 at a",
        "b": "a - l*k",
        "g": "gradient of J = 3*(a + b*c) at a=5, b=3, c=2 by c",
        "first": "gradient of J = 3*v at v=11 by v",
        "second": "gradient of v = a + u at a=5, u=6 by u",
        "third": "gradient of u = b*c at b=3, c=2 by c",
        "product": "first*second*third",
    }
    seconds = 6  # to think, before a card turns
    notation = "partial"


class Interview(FlipCardsScene):
    """Six questions as they are asked in interviews, each with a deeper angle."""

    cards = (
        "Explain a derivative without a formula."
        " | It says how strongly the output reacts to a small change of the input."
        " | It is local: it says nothing about places far away."
        " | bars of J(w) = w**2 at 3 by 0.001",
        "The derivative is {z}. Are we at the minimum?"
        " | Not necessarily. $w**3$ has the slope {s} at {z}, and no minimum there."
        " | It is only a level place on the way up. Elsewhere it may be a top."
        " | tangent of f(w) = w**3 at z",
        "Why not nudge every parameter, instead of going backward?"
        " | Every nudge needs a forward pass of its own. One backward pass serves all parameters."
        " | Nudging is still good for checking gradients."
        " | passes of J = 3*(a + b*c)",
        "The cost explodes. What do you try first?"
        " | A smaller learning rate. On $w**2$, one step with the rate {l} turns {o} into {f}."
        " | Halve it until the cost falls."
        " | steps of J(w) = w**2 at o by l",
        "What does backpropagation reuse?"
        " | The gradient at each node: every branch takes it from there."
        " | So all gradients together cost a small multiple of one forward pass."
        " | graph of J = 3*(a + b*c)",
        "When do you write the curly d?"
        " | When the function has several inputs, and only one of them moves: $∂J/∂w$."
        " | The number is a slope all the same."
        " | path of J = w*x + b at w=3, x=2, b=1 by w",
    )
    values = {
        "z": 0,
        "s": "slope of f(w) = w**3 at z",
        "l": 1.1,
        "o": 1,
        "f": "o - l*2*o",
    }
    seconds = 7
    occasion = "interview"
    notation = "partial"


class PutInOrder(OrderScene):
    """From a nudge to an update: five steps, shuffled."""

    steps = (  # in their right order, each with an example, and with what shows it
        "nudge the input | $w$ becomes {x} | limit of J(w) = w**2 at a by h",
        "measure the output | $J$ moves by {r} | limit of J(w) = w**2 at a by h",
        "divide | the ratio is {q} | limit of J(w) = w**2 at a by h",
        "shrink the nudge | the ratio goes to {k} | limit of J(w) = w**2 at a by h",
        "update | $w$ becomes {b} | step of J(w) = w**2 at a by l",
    )
    values = {
        "a": 3,
        "h": 0.001,
        "x": "a + h",
        "r": "rise of J(w) = w**2 at a by h",
        "q": "ratio of J(w) = w**2 at a by h",
        "k": "slope of J(w) = w**2 at a",
        "l": 0.1,
        "b": "a - l*k",
    }
    setting = "$J(w) = w**2$, and $w$ is {a}. The nudge is {h}, the learning rate {l}."
    seconds = 12  # to put them right, and to remember
    seed = 1  # which order they are shuffled into


class Takeaways(TakeawayScene):
    """Five thoughts to take away, each with something that shows it."""

    messages = (  # after the bar: tangent, slopes, formulas, graph or bars of something
        "The derivative is the slope: how far up the tangent goes for one step across."
        " | tangent of J(w) = w**2 at 3",
        "On a line the slope is the same everywhere. On $a**2$, $a**3$ and $ln(a)$ it changes."
        " | slopes of 3*a, a**2, a**3, ln(a) at 2, 5",
        "You can look formulas up. | formulas of a**2, a**3, ln(a)",
        "The chain rule and reuse make the backward pass cheap: every edge is walked once."
        " | graph of J = 3*(a + b*c)",
        "A derivative measures sensitivity: how strongly the output reacts to its input."
        " | bars of J(w) = w**2 at 3 by 0.001",
    )


class ConceptToCode(ChecklistScene):
    """Each idea is a line of code, which is run: a derivative, a nudge, a step, a backward pass."""

    function = "J(w) = w**2"
    at = 3
    nudge = 0.001
    learning_rate = 0.1
    graph = "J = 3*(a + b*c)"
    inputs = {"a": 5, "b": 3, "c": 2}
    seconds = 12  # to write the lines from memory


class Dataflow(PipelineScene):
    """Five examples flow through a model; thresholds make different mistakes."""

    inputs = -2, -1, 0, 1, 2
    labels = 0, 1, 0, 1, 1
    weight = 1
    bias = "1/2"
    thresholds = 0.5, 0.3, 0.7
