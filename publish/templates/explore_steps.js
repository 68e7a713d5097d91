// The steps of a descent: buttons that take them, how the height falls, and what becomes of it.
// `walk` has the heights of all stops, as floats, and its verdict; `state.k` says which stop it is.
Explore.steps = ({ state, walk, changed, redraw }) => {
  const { table, said, plain, clamp, make, Plot, button } = Explore;
  const PACE = 650; // milliseconds for a step of a run
  const last = () => walk().heights.length - 1;
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

  return {
    plot, verdict, restart,
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
      const { verdict: key, proven } = walk();
      const over = state.k === last();
      verdict.textContent = over ? `${said[key]} ${key === "undecided" ? "" : proven ? said.proven : said.seems}` : "";
      verdict.hidden = !over;
      step.disabled = over;
      back.disabled = state.k === 0;
    },
  };
};
