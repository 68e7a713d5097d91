// A map of a cost of two parameters, and a ball that walks downhill on it; perhaps beside data.
(() => {
  const { table, said, plain, clamp, make, draw, formula, fill, shown, bare, Plot, Handle, nearest, readout, range, ask, address, stage } = Explore;
  const { x: xs, y: ys, data } = table;
  const wide = xs.length;
  const state = { at: table.start, rate: table.rate, momentum: table.momentum, k: 0 };
  const told = (at = state.at, { momentum, rate } = state) => table.walks[at][momentum][rate];
  const written = (short) => short.replaceAll("~", "≈ ").replaceAll("-", "−");
  // All stops of a descent: both inputs, the height, both slopes.
  const stops = (at = state.at, walk = told(at)) => {
    const start = [table.across[at % wide], table.up[Math.floor(at / wide)], ...table.places[at]];
    const { steps } = walk;
    return [start, ...(steps ? written(steps).split(";").map((stop) => stop.split("|")) : [])];
  };
  // The float that a number is drawn at: "≈ 1.2 × 10⁻⁷", "1/3".
  const float = (cell) => {
    const [digits, power = ""] = bare(cell).split(" × 10");
    const [above, below = 1] = digits.split("/").map(Number);
    return (above / below) * 10 ** Number(power.replace(/./g, (one) => "0123456789-"["⁰¹²³⁴⁵⁶⁷⁸⁹⁻".indexOf(one)]));
  };
  const walk = (way = state) => {
    const found = told(state.at, way);
    return found && { ...found, heights: stops(state.at, found).map((stop) => float(stop[2])) };
  };
  const ways = table.momenta.flatMap((_, momentum) => table.rates.map((_, rate) => ({ momentum, rate })));
  const given = ({ momentum, rate }) => {
    const own = ["alpha", "input", shown(table.rates[rate])];
    return table.momenta.length > 1 ? [own, ["beta", "input", shown(table.momenta[momentum])]] : [own];
  };
  const rows = (way, k) => {
    const [x, y, f, slope, slope2] = stops(state.at, told(state.at, way))[k].map(shown);
    const found = [["k", "text", shown(table.steps[k])], ["x", "input", x], ["y", "input", y], ["f", "function", f, true]];
    return [...found, ["slope", "slope", slope], ["slope2", "slope", slope2]];
  };

  const map = new Plot(said.map, table.ratio ?? 0.66, () => redraw(), table.ratio ?? undefined);
  map.window = table.view;
  const picture = data ? new Plot(said.data, 0.5, () => redraw(), 0.9) : null;
  if (data) picture.window = data.view;
  const numbers = readout();
  const steps = Explore.steps({ state, ways, walk, given, rows, changed: () => changed(), redraw: () => redraw() });
  const { restart } = steps;

  // A handle that keys move both ways.
  class Ball extends Handle {
    key(event) {
      const way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
      if (!way) return;
      event.preventDefault();
      const by = event.shiftKey ? this.big : 1;
      const [i, j] = [state.at % wide, Math.floor(state.at / wide)];
      this.move(clamp(i + way[0] * by, 0, wide - 1) + wide * clamp(j + way[1] * by, 0, ys.length - 1));
    }
    move(to) {
      if (to !== state.at && this.able(to)) this.set(to);
    }
  }
  const ball = new Ball({
    plot: map, kind: "start", name: said.ball, count: wide * ys.length, big: 3,
    get: () => state.at,
    set: (at) => restart({ at }),
    text: () => `${plain.x} ${shown(stops()[0][0])}, ${plain.y} ${shown(stops()[0][1])}, ${plain.f} ${shown(stops()[0][2])}`,
    able: (at) => told(at) !== null,
    to: (x, y) => nearest(xs, x) + wide * nearest(ys, y),
  });
  const chosen = (key, symbol, texts) =>
    range(said[key], {
      count: texts.length, label: formula(symbol, "input"),
      get: () => state[key],
      set: (i) => restart({ [key]: i }),
      text: (i) => shown(texts[i]),
    });
  const ranges = [chosen("rate", "alpha", table.rates)];
  if (table.momenta.length > 1) ranges.push(chosen("momentum", "beta", table.momenta));

  // Where a height is reached, between the places where it is known.
  const [left, right, bottom, top] = table.view;
  const { heights } = table;
  const place = (i, j) => [left + ((right - left) * i) / (heights[0].length - 1), bottom + ((top - bottom) * j) / (heights.length - 1)];
  const line = (height) => {
    const points = [];
    for (let j = 0; j + 1 < heights.length; j++) {
      for (let i = 0; i + 1 < heights[0].length; i++) {
        const corners = [[i, j], [i + 1, j], [i + 1, j + 1], [i, j + 1]];
        const above = corners.map(([p, q]) => (heights[q][p] === null ? NaN : heights[q][p] - height));
        if (above.some(Number.isNaN)) continue;
        const met = corners.flatMap((corner, n) => {
          const [one, other] = [above[n], above[(n + 1) % 4]];
          if (one < 0 === other < 0) return [];
          const [[x1, y1], [x2, y2]] = [place(...corner), place(...corners[(n + 1) % 4])];
          const t = one / (one - other);
          return [[x1 + (x2 - x1) * t, y1 + (y2 - y1) * t]];
        });
        for (let n = 0; n + 1 < met.length; n += 2) points.push(met[n], met[n + 1], [0, null]);
      }
    }
    return points;
  };
  const lines = table.lines.map(line);

  // Which way is down, in pixels.
  const arrow = (x, y, slopes) => {
    const [dx, dy] = [map.X(x - slopes[0]) - map.X(x), map.Y(y - slopes[1]) - map.Y(y)];
    const size = Math.hypot(dx, dy);
    if (!(size > 0 && size < Infinity)) return;
    const [px, py] = [map.X(x), map.Y(y)];
    const at = (along, across) => `${px + (dx * along - dy * across) / size},${py + (dy * along + dx * across) / size}`;
    map.marks.append(draw("polygon", { class: "down", points: [at(0, 2), at(44, 2), at(44, 8), at(60, 0), at(44, -8), at(44, -2), at(0, -2)].join(" ") }));
  };

  // The names of axes, where no number stands.
  const called = (plot, across, up) => {
    const wall = clamp(plot.X(0), 0, plot.width);
    plot.text(across, plot.width - 10, clamp(plot.Y(0), 24, plot.height) - 8, "name", "end");
    plot.text(up, wall > 60 ? wall - 10 : wall + 48, 20, "name", wall > 60 ? "end" : "start");
  };

  const redraw = () => {
    const floats = stops().map((stop) => stop.map(float));
    const way = floats.slice(0, state.k + 1);
    const [x, y, , ...slopes] = way.at(-1);
    map.clear();
    map.axes(table.ticks.x, table.ticks.y);
    lines.forEach((points) => map.path("level", points));
    called(map, plain.x, plain.y);
    arrow(x, y, slopes);
    map.path("way", way);
    way.slice(0, -1).forEach((one) => map.spot("past", one[0], one[1]));
    map.spot("ball", x, y, 10);
    ball.at(...floats[0]);
    ball.element.classList.toggle("left", state.k > 0);
    for (const one of [ball, ...ranges]) one.update();
    steps.draw();
    if (data) model(x, y);
  };
  // What the model says of every input, and how far that is from the data.
  const model = (w, b) => {
    const [from, to] = picture.window;
    const says = (input) => (table.model === "linear" ? w * input + b : 1 / (1 + Math.exp(-(w * input + b))));
    picture.clear();
    picture.axes(data.ticks.x, data.ticks.y);
    for (const [input, output] of data.points) picture.line("plumb", input, output, input, says(input));
    picture.path("curve", Array.from({ length: 121 }, (_, i) => from + ((to - from) * i) / 120).map((input) => [input, says(input)]));
    for (const [input, output] of data.points) picture.spot("datum", input, output, 6);
    called(picture, plain.input, plain.label);
  };

  const changed = () => {
    numbers.show(rows(state, state.k));
    steps.tell();
    redraw();
    const [a, b] = stops()[0];
    const fields = { a, b, rate: table.rates[state.rate] };
    if (table.momenta.length > 1) fields.momentum = table.momenta[state.momentum];
    address.write({ ...fields, k: state.k });
  };

  const pose = () => {
    const all = table.places.map((_, at) => at).filter((at) => told(at) !== null && at !== state.at);
    const at = all[Math.floor(Math.random() * all.length)];
    const [x, y, f, slope, slope2] = stops(at)[0];
    return {
      words: fill(said.ask_gradient, { inputs: `${plain.x} ${shown(x)}, ${plain.y} ${shown(y)}`, gradient: plain.slope }),
      right: slope,
      wrong: [slope2, f, ...all.map((one) => table.places[one][1])],
      show: () => restart({ at }),
    };
  };

  const plots = data ? [make("div", { class: "pair" }, map.svg, picture.svg)] : [map.svg];
  stage.append(
    make("div", { class: "plots" }, make("div", { class: "row head" }, formula("definition", "function")), ...plots, steps.plot.svg, steps.tree),
    make("div", { class: "side" }, ...ranges.map((one) => one.box), steps.buttons, numbers.list, steps.verdict, ask(pose)),
  );
  changed();
  // Which descent from the scene's start comes there: its own, if that does.
  const come = (x, y) => {
    const own = ({ momentum, rate }) => momentum === table.momentum && rate === table.rate;
    for (const way of [...ways].sort((one, other) => own(other) - own(one))) {
      const walk = table.walks[table.start][way.momentum][way.rate];
      const k = walk ? address.met(stops(table.start, walk).map((stop) => stop.map(float)), [x, y]) : -1;
      if (k >= 0) return { at: table.start, ...way, k };
    }
    return null;
  };
  address.follow({
    now: () => state,
    means: ({ a, b, rate, momentum, k, x, y }) => {
      const there = come(x, y);
      if (there) return there;
      const [i, j] = [address.index(xs, a ?? x), address.index(ys, b ?? y)];
      return {
        at: i >= 0 && j >= 0 ? i + wide * j : -1,
        rate: address.index(table.alpha, rate), momentum: address.index(table.beta, momentum), k: Number(k) || 0,
      };
    },
    go: (found) => {
      const { at, rate, momentum } = { ...state, ...found };
      if (table.walks[at][momentum][rate]) restart(found);
    },
  });
})();
