// Gradient descent: a ball, its start, the learning rate, and its steps.
(() => {
  const { table, said, plain, clamp, make, formula, fill, shown, announce, Plot, Handle, nearest, readout, range, ask, address, button, stage } = Explore;
  const first = { a: table.start, rate: table.rate, k: 0 };
  const state = { ...first };
  const walk = () => table.walks[state.a][state.rate];
  const last = () => walk().at.length - 1;
  const [xs, ys] = table.curve;
  const PACE = 650; // milliseconds for a step of a run

  const hill = new Plot(said.hill, 0.66, () => redraw());
  const fall = new Plot(said.fall, 0.24, () => redraw());
  hill.window = table.view;
  const numbers = readout();
  const verdict = make("p", { class: "verdict", role: "status" });

  let timer;
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
    run.textContent = said.run;
  };
  const go = (fields) => {
    Object.assign(state, fields);
    state.k = clamp(state.k, 0, last());
    changed();
  };
  const restart = (fields) => {
    stop();
    go({ k: 0, ...fields });
  };
  const step = button(said.step, () => (stop(), go({ k: state.k + 1 })));
  const run = button(said.run, () => {
    if (timer) return stop();
    if (state.k === last()) go({ k: 0 });
    run.textContent = said.pause;
    timer = setInterval(() => (state.k < last() ? go({ k: state.k + 1 }) : stop()), PACE);
  });
  const back = button(said.reset, () => restart({}));

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
    const heights = at.map(([, height]) => height);
    const [low, high] = [Math.min(...heights, 0), Math.max(...heights)];
    const room = (high - low) * 0.15 || 1;
    fall.window = [-0.5, table.steps.length - 0.5, low - room, high + room];
    fall.clear();
    fall.axes(table.steps.map((words, k) => [k, words]), []);
    fall.path("way", way.map((one, k) => [k, one[1]]));
    way.forEach((one, k) => fall.spot(k === state.k ? "ball" : "past", k, one[1], k === state.k ? 7 : 4));
    fall.text(plain.f, fall.width - 12, 22, "name", "end");
  };

  const changed = () => {
    const { cells, verdict: key, proven } = walk();
    const [x, f, slope, update] = cells[state.k];
    numbers.show([
      ["k", "text", shown(table.steps[state.k])], ["x", "input", shown(x), true], ["f", "function", shown(f)],
      ["slope", "slope", shown(slope)], ["update", "output", shown(update)],
    ]);
    const over = state.k === last();
    verdict.textContent = over ? `${said[key]} ${key === "undecided" ? "" : proven ? said.proven : said.seems}` : "";
    verdict.hidden = !over;
    step.disabled = over;
    back.disabled = state.k === 0;
    redraw();
    announce(`${plain.k} ${shown(table.steps[state.k])}, ${plain.x} ${shown(x)}, ${plain.f} ${shown(f)}, ${plain.slope} ${shown(slope)}`);
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
    make("div", { class: "plots" }, make("div", { class: "row head" }, formula("definition", "function")), hill.svg, fall.svg),
    make("div", { class: "side" }, rate.box, make("div", { class: "row" }, step, run, back), numbers.list, verdict, ask(pose)),
  );
  changed();
  address.follow(({ a, rate, k }) => {
    const fields = { a: address.index(table.x, a), rate: address.index(table.alpha, rate) };
    const found = Object.fromEntries(Object.entries(fields).filter(([, i]) => i >= 0));
    if (table.walks[found.a ?? state.a][found.rate ?? state.rate]) restart({ ...found, k: Number(k) || 0 });
  });
})();
