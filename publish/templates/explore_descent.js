// Gradient descent: a ball, its start, the learning rate, and its steps.
(() => {
  const { table, said, plain, make, formula, fill, shown, Plot, Handle, nearest, readout, range, ask, address, stage } = Explore;
  const first = { a: table.start, rate: table.rate, k: 0 };
  const state = { ...first };
  const walk = ({ rate } = state) => {
    const found = table.walks[state.a][rate];
    return found && { ...found, heights: found.at.map(([, height]) => height) };
  };
  const rows = (way, k) => {
    const [x, f, slope, update] = walk(way).cells[k].map(shown);
    return [["k", "text", shown(table.steps[k])], ["x", "input", x, true], ["f", "function", f], ["slope", "slope", slope], ["update", "output", update]];
  };
  const [xs, ys] = table.curve;

  const hill = new Plot(said.hill, 0.66, () => redraw());
  hill.window = table.view;
  const numbers = readout();
  const steps = Explore.steps({
    state, walk, rows, ways: table.rates.map((_, rate) => ({ rate })), given: ({ rate }) => [["alpha", "input", shown(table.rates[rate])]],
    changed: () => changed(), redraw: () => redraw(),
  });
  const { restart } = steps;

  const ball = new Handle({
    plot: hill, kind: "start", name: said.ball, count: table.x.length, big: 4,
    get: () => state.a,
    set: (a) => restart({ a }),
    text: () => `${plain.x} ${shown(table.starts[state.a])}, ${plain.f} ${shown(walk().cells[0][1])}`,
    able: (i) => table.walks[i][state.rate] !== null,
    to: (at) => nearest(table.x, at),
  });
  const rate = range(said.rate, {
    count: table.rates.length, big: 3, label: formula("alpha", "input"),
    get: () => state.rate,
    set: (i) => restart({ rate: i }),
    text: () => shown(table.rates[state.rate]),
    able: (i) => table.walks[state.a][i] !== null,
  });

  const redraw = () => {
    const { at } = walk();
    const way = at.slice(0, state.k + 1);
    const [x, y, slope] = way.at(-1);
    hill.clear();
    hill.axes(table.ticks.x, table.ticks.y);
    hill.path("curve", xs.map((one, i) => [one, ys[i]]));
    const [left, right] = hill.window;
    if (slope !== null) hill.line("line thin", left, y + slope * (left - x), right, y + slope * (right - x));
    for (let k = 1; k < way.length; k++) hill.line("way", way[k - 1][0], way[k - 1][1], way[k][0], way[k][1]);
    way.slice(0, -1).forEach(([px, py]) => hill.spot("past", px, py));
    hill.spot("ball", x, y, 11);
    ball.at(...at[0]);
    ball.element.classList.toggle("left", state.k > 0);
    ball.update();
    rate.update();
    steps.draw();
  };

  const changed = () => {
    numbers.show(rows(state, state.k));
    steps.tell();
    redraw();
    address.write({ a: table.starts[state.a], rate: table.rates[state.rate], k: state.k });
  };

  const pose = () => {
    const all = table.walks.flatMap((row, a) => row.map((one, i) => [a, i, one])).filter(([, , one]) => one?.cells.length > 2 && one.verdict !== "stays");
    const [a, i, one] = all[Math.floor(Math.random() * all.length)];
    const others = table.walks[a].map((other) => other?.cells[1]?.[0]);
    return {
      words: fill(said.ask_step, { x: plain.x, at: shown(table.starts[a]), alpha: plain.alpha, rate: shown(table.rates[i]) }),
      right: one.cells[1][0],
      wrong: [one.cells[0][3], one.cells[2][0], ...others],
      show: () => restart({ a, rate: i, k: 1 }),
    };
  };

  stage.append(
    make("div", { class: "plots" }, make("div", { class: "row head" }, formula("definition", "function")), hill.svg, steps.plot.svg, steps.tree),
    make("div", { class: "side" }, rate.box, steps.buttons, numbers.list, steps.verdict, ask(pose)),
  );
  changed();
  address.follow({
    now: () => state,
    means: ({ a, rate, k, x }) => {
      const own = address.met(table.walks[table.start][table.rate].at, [x]);
      if (own >= 0) return { a: table.start, rate: table.rate, k: own };
      return { a: address.index(table.x, a ?? x), rate: address.index(table.alpha, rate), k: Number(k) || 0 };
    },
    go: (found) => table.walks[found.a ?? state.a][found.rate ?? state.rate] && restart(found),
  });
})();
