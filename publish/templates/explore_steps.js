// The steps of a descent: buttons that take them, how the height falls, and what becomes of it.
// `walk` has the heights of all stops, as floats, and its verdict; `state.k` says which stop it is.
// `ways` are the fields of the state that choose one: `walk(way)`, if there is one; `given(way)` and
// `rows(way, k)`, what is read out of it and of one of its stops.
Explore.steps = ({ state, ways, walk, given, rows, changed, redraw }) => {
  const { table, said, plain, clamp, make, spoken, Plot, button } = Explore;
  const PACE = 650; // milliseconds for a step of a run
  const last = (way) => walk(way).heights.length - 1;
  const plot = new Plot(said.fall, 0.24, redraw);
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
  const verdictOf = ({ verdict: key, proven }) => (key === "undecided" ? said[key] : `${said[key]} ${proven ? said.proven : said.seems}`);

  // The descents from this start in words, stop by stop; who reaches one of them sees it.
  const tree = Explore.tree({
    label: said.descents,
    branches: ways.map((way) => ({
      to: { ...way, k: 0 },
      says: () => walk(way) && `${spoken(given(way))}: ${verdictOf(walk(way))}`,
      leaves: table.steps.map((_, k) => ({ to: { ...way, k }, says: () => walk(way) && k <= last(way) && spoken(rows(way, k)) })),
    })),
    look: ({ to }) => (stop(), go(to)),
  });

  return {
    plot, verdict, restart, tree: tree.box,
    buttons: make("div", { class: "row" }, step, run, back),
    draw() {
      const { heights } = walk();
      const [low, high] = [Math.min(...heights, 0), Math.max(...heights)];
      const room = (high - low) * 0.15 || 1;
      plot.window = [-0.5, table.steps.length - 0.5, low - room, high + room];
      plot.clear();
      plot.axes(table.steps.map((words, k) => [k, words]), []);
      const way = heights.slice(0, state.k + 1);
      plot.path("way", way.map((height, k) => [k, height]));
      way.forEach((height, k) => plot.spot(k === state.k ? "ball" : "past", k, height, k === state.k ? 7 : 4));
      plot.text(plain.f, plot.width - 12, 22, "name", "end");
    },
    tell() {
      const over = state.k === last();
      verdict.textContent = over ? verdictOf(walk()) : "";
      verdict.hidden = !over;
      step.disabled = over;
      back.disabled = state.k === 0;
      tree.update();
    },
  };
};
