// A curve with a point on it: nudges, tangents, several functions.
(() => {
  const { table, said, plain, clamp, make, formula, fill, shown, spoken, Plot, Handle, nearest, readout, ask, glide, address, button, stage } = Explore;
  const curves = table.curves ?? [table];
  const nudged = Boolean(table.h);
  const zooms = table.kind === "nudge" ? table.zooms : table.zooms?.slice(0, 1);
  const follows = table.kind !== "nudge"; // the slope draws a curve of its own
  const first = { curve: 0, a: curves[0].start, h: table.nudge, zoom: 0 };
  const state = { ...first };
  let seen = new Set([state.a]);
  const curve = () => curves[state.curve];
  const x = (i = state.a) => curve().x[i];

  // Between two inputs of the grid: the cubic of their heights and slopes.
  const height = (at) => {
    const { x, y, s } = curve();
    const step = x[1] - x[0];
    const i = clamp(Math.floor((at - x[0]) / step), 0, x.length - 2);
    const t = (at - x[i]) / step;
    if (Math.abs(t) < 1e-9) return y[i];
    if (Math.abs(t - 1) < 1e-9) return y[i + 1];
    if (t < 0 || t > 1 || [y[i], y[i + 1], s[i], s[i + 1]].includes(null)) return null;
    const u = 1 - t;
    return y[i] * u * u * (1 + 2 * t) + y[i + 1] * t * t * (3 - 2 * t) + step * (s[i] * t * u * u - s[i + 1] * t * t * u);
  };
  const whole = () => curve().view;
  const target = () => {
    const [left, right, bottom, top] = whole();
    if (!state.zoom) return whole();
    const [w, h] = [right - left, top - bottom].map((size) => size / 2 / 10 ** state.zoom);
    const y = curve().y[state.a];
    return [x() - w, x() + w, y - h, y + h];
  };

  const plot = new Plot(said.picture, 0.72, () => redraw());
  const slopes = follows ? new Plot(said.slopes, 0.34, () => redraw()) : null;
  const numbers = readout();
  const magnified = make("span");
  const row = () => table.rows?.[state.a]?.[state.h] ?? [null, null, null];

  const point = new Handle({
    plot, kind: "at", name: said.point, count: curves[0].x.length, step: curves[0].fine / 2,
    get: () => state.a,
    set: (i) => {
      for (let k = Math.min(i, state.a); k <= Math.max(i, state.a); k++) seen.add(k);
      state.a = i;
      if (!plot.dragging) look();
      changed();
    },
    text: () => `${plain.x} ${shown(curve().at[state.a])}, ${plain.f} ${shown(curve().value[state.a])}`,
    able: (i) => curve().y[i] !== null,
    to: (at) => ((plot.dragging = true), nearest(curve().x, at)),
    done: () => ((plot.dragging = false), look()),
  });
  const handles = [point];
  if (nudged) {
    handles.push(new Handle({
      plot, kind: "after", name: said.nudged, count: table.h.length, big: 3,
      get: () => state.h,
      set: (i) => ((state.h = i), changed()),
      text: () => `${plain.h} ${shown(table.nudges[state.h])}, ${plain.quotient} ${shown(row()[2])}`,
      able: (i) => table.rows[state.a]?.[i] != null,
      to: (at) => nearest(table.h, at - x()),
    }));
  }

  const redraw = () => {
    const { y, s, ticks } = curve();
    const [a, b, k] = [x(), y[state.a], s[state.a]];
    plot.clear();
    const all = state.zoom === 0 && plot.window[1] - plot.window[0] > 0.9 * (whole()[1] - whole()[0]);
    plot.axes(all ? ticks.x : [], all ? ticks.y : []);
    const [left, right] = plot.window;
    const reach = plot.window[3] - plot.window[2];
    const points = [];
    for (let i = 0; i <= 400; i++) {
      const at = left + ((right - left) * i) / 400;
      const now = height(at);
      const before = points.at(-1)?.[1];
      if (now !== null && before != null && Math.abs(now - before) > 2 * reach) points.push([at, null]);
      points.push([at, now]);
    }
    plot.path("curve", points);
    const across = (kind, slope) => plot.line(kind, left, b + slope * (left - a), right, b + slope * (right - a));
    if (k !== null) across("line", k);
    const h = nudged ? table.h[state.h] : 0;
    const after = nudged ? height(a + h) : null;
    if (after !== null) {
      if (follows) across("line secant", (after - b) / h);
      const corners = [[a, b], [a + h, b], [a + h, after]].map(([p, q]) => `${plot.X(p)},${plot.Y(q)}`);
      plot.marks.append(Explore.draw("polygon", { class: "area", points: corners.join(" ") }));
      plot.line("base", a, b, a + h, b);
      plot.line("height", a + h, b, a + h, after);
      const [wide, high] = [Math.abs(plot.X(a + h) - plot.X(a)), Math.abs(plot.Y(after) - plot.Y(b))];
      const below = after >= b ? 22 : -10;
      if (wide > 30) plot.text(plain.h, (plot.X(a) + plot.X(a + h)) / 2, plot.Y(b) + below, "name");
      if (high > 24) plot.text(plain.rise, plot.X(a + h) + (h > 0 ? 9 : -9), (plot.Y(b) + plot.Y(after)) / 2 + 5, "name", h > 0 ? "start" : "end");
    }
    if (state.zoom === 0) plot.line("plumb", a, b, a, clamp(0, plot.window[2], plot.window[3]));
    point.at(a, b);
    if (nudged) handles[1].at(a + h, after);
    for (const one of handles) one.update();
    if (!follows) return;
    slopes.window = [left, right, ...curve().steep];
    slopes.clear();
    slopes.axes(ticks.x, ticks.s);
    slopes.path("line trail", curve().x.map((at, i) => [at, seen.has(i) ? s[i] : null]));
    if (k !== null) {
      slopes.line("plumb", a, 0, a, k);
      slopes.spot("spot", a, k, 7);
    }
    slopes.text(plain.slope, slopes.width - 12, 24, "name", "end");
  };
  const look = () => {
    const to = target();
    if (to.some((one, i) => one !== plot.window[i])) glide(plot.window, to, (window) => ((plot.window = window), redraw()));
  };

  const changed = () => {
    if (nudged && row()[0] === null) {
      const better = table.rows[state.a]?.findIndex((cells, i) => cells && table.h[i] * table.h[state.h] > 0) ?? -1;
      if (better >= 0) state.h = better;
    }
    const { at, value, slope } = curve();
    const [after, rise, quotient] = row();
    const rows = [["x", "input", shown(at[state.a])], ["f", "function", shown(value[state.a])]];
    if (nudged) {
      rows.push(["h", "input", shown(table.nudges[state.h])], ["after", "function", shown(after)]);
      rows.push(["rise", "output", shown(rise)], ["quotient", "text", shown(quotient), true]);
    }
    rows.push([table.curves ? `derivative${state.curve}` : "slope", "slope", slope[state.a] === null ? said.no_slope : shown(slope[state.a]), true]);
    numbers.show(rows);
    chooser.forEach((one, i) => one.setAttribute("aria-pressed", String(i === state.curve)));
    if (zooms) {
      magnified.textContent = fill(said.magnified, { n: zooms[state.zoom] });
      closer.disabled = state.zoom === zooms.length - 1;
      wider.disabled = state.zoom === 0;
    }
    redraw();
    const fields = { a: at[state.a] };
    if (nudged) fields.h = table.nudges[state.h];
    if (zooms?.length > 1) fields.zoom = state.zoom;
    if (table.curves) fields.f = state.curve + 1;
    address.write(fields);
  };
  const go = (fields) => {
    Object.assign(state, fields);
    look();
    changed();
  };
  const zoom = (by) => {
    state.zoom = clamp(state.zoom + by, 0, zooms.length - 1);
    const [left, right] = target();
    const h = table.h[state.h]; // no longer than can be seen
    go({ h: nearest(table.h, Math.sign(h) * Math.min(Math.abs(h), (right - left) / 4)) });
  };
  const closer = button(said.closer, () => zoom(1));
  const wider = button(said.wider, () => zoom(-1));

  const pose = () => {
    const { at, value, slope, fine } = curve();
    const places = at.map((_, i) => i).filter((i) => (i - curve().start) % (fine / 2) === 0 && slope[i] !== null && i !== state.a);
    const i = places[Math.floor(Math.random() * places.length)];
    const mirrored = slope[i].startsWith("−") ? slope[i].slice(1) : `−${slope[i]}`;
    const known = new Set(slope);
    return {
      words: fill(said.ask_slope, { slope: plain.slope, x: plain.x, at: at[i] }),
      right: slope[i],
      wrong: [known.has(mirrored) ? mirrored : null, value[i], slope[state.a], ...places.map((one) => slope[one])],
      show: () => go({ a: i, zoom: 0 }),
    };
  };

  // The points of the scene in words; who reaches one of them moves the figure there, if it has it.
  const cells = (pairs) => spoken(pairs.map(([key, cell]) => [key, null, shown(cell)]));
  const pointSays = ({ at, value, slope }) =>
    `${cells([["x", at], ["f", value]])}, ${slope === null ? said.no_slope : cells([["slope", slope]])}`;
  const move = (place, more) => (place === null ? null : { a: place, ...more });
  const branches = table.curves
    ? curves.map(({ named }, i) => ({
        to: { curve: i },
        says: () => plain[`definition${i}`],
        leaves: named.map((one) => ({ to: move(one.place, { curve: i }), says: () => pointSays(one) })),
      }))
    : table.named.map((one) => ({
        to: move(one.place),
        says: () => pointSays(one),
        leaves: one.nudged.map(([h, after, rise, quotient]) => {
          const its = { h: table.nudges[h], after, rise, quotient };
          return { to: move(one.place, { h }), says: () => cells(Object.entries(its)) };
        }),
      }));
  const tree = Explore.tree({ label: said.points, branches, look: ({ to }) => to && (seen.add(to.a ?? state.a), go(to)) });
  tree.update();

  const chooser = (table.curves ?? []).map((_, i) =>
    button(formula(`definition${i}`), () => {
      seen = new Set([state.a]);
      go({ curve: i, zoom: 0 });
    }),
  );
  const tools = make("div", { class: "row" });
  if (zooms?.length > 1) tools.append(wider, magnified, closer);
  if (follows) tools.append(button(said.draw_all, () => ((seen = new Set(curve().x.keys())), changed())));
  tools.append(button(said.start_over, () => ((seen = new Set([first.a])), go({ ...first, curve: state.curve }))));
  const head = table.curves ? chooser : [formula("definition", "function"), ...(follows ? [formula("derivative", "slope")] : [])];
  stage.append(
    make("div", { class: "plots" }, make("div", { class: "row head" }, ...head), plot.svg, ...(slopes ? [slopes.svg] : []), tree.box),
    make("div", { class: "side" }, numbers.list, tools, ask(pose)),
  );
  plot.window = target();
  changed();
  address.follow({
    now: () => state,
    means: ({ a, h, zoom, f }) => {
      const its = curves[f - 1] ?? curve();
      const at = address.index(its.x, a);
      return {
        a: its.y[at] === null ? -1 : at,
        h: nudged ? address.index(table.h, h) : undefined,
        curve: address.nth(curves, f),
        zoom: address.nth(zooms, zoom && Number(zoom) + 1),
      };
    },
    go,
  });
})();
