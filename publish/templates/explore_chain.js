// A computation graph: inputs to be changed, values forward, gradients back, one edge looked at.
(() => {
  const { table, said, plain, make, draw, formula, fill, shown, Plot, readout, range, ask, address, button, stage } = Explore;
  const { nodes, edges, inputs, choices, places } = table;
  const output = nodes.at(-1);
  const layers = 1 + Math.max(...nodes.map((node) => node.layer));
  const first = { at: [...table.start], edge: edges.length - 1, nudged: -1 };
  const state = { ...first, at: [...first.at] };
  const index = (at = state.at) => at.reduce((sum, i, k) => sum * choices[k].length + i, 0);
  const now = (at) => table.states[index(at)];
  const number = (name) => nodes.findIndex((node) => node.name === name);
  const numbers = readout();

  const graph = new Plot(said.graph, 0.62, () => redraw(), 0.28 * layers);
  const lines = edges.map(([source, target], i) => {
    const parts = [draw("path", { class: "hit" }), draw("path"), draw("path", { class: "tip" })];
    const words = fill(said.edge, { source: plain[`node_${source}`], target: plain[`node_${target}`] });
    const choose = () => go({ edge: i });
    return draw("g", { class: "edge", role: "button", tabindex: 0, "aria-label": words, on: { focus: choose, click: choose, pointerenter: choose } }, ...parts);
  });
  const cards = nodes.map((node, i) => {
    const kind = i < inputs.length ? "node given" : node === output ? "node out" : "node";
    return draw("g", { class: kind, role: "graphics-object img" }, draw("rect", { rx: 10 }), draw("text", { class: "value" }), draw("text", { class: "gradient" }));
  });
  graph.front.append(...lines, ...cards);
  graph.svg.setAttribute("role", "graphics-document document");
  let looked = -1; // the node that is looked at in the tree
  const look = ({ node = -1, edge }) => {
    looked = node;
    edge === undefined ? redraw() : go({ edge });
  };
  // Numbers are those of the table, in words that need no look at the picture.
  const told = (cell) => cell ?? said.none;
  const branches = nodes.map(({ name }, i) => ({
    node: i,
    says: () => fill(said.node_says, { node: plain[`node_${name}`], value: told(now().values[i]), gradient: told(now().gradients[i]) }),
    leaves: edges.flatMap(([source, target], edge) => {
      if (name !== source && name !== target) return [];
      const [words, other] = name === target ? [said.edge_in, source] : [said.edge_out, target];
      const numbers = () => ({ slope: told(now().locals[edge]), share: told(now().contributions[edge]) });
      return [{ edge, says: () => fill(words, { other: plain[`node_${other}`], ...numbers() }) }];
    }),
  }));
  const tree = Explore.tree({ label: said.tree, branches, look });

  // Where nodes stand: from left to right, or from top to bottom where there is no room for that.
  const layout = () => {
    const down = graph.width < 560;
    const rows = Math.max(...nodes.map((node) => node.rows));
    const [along, across] = down ? [graph.height, graph.width] : [graph.width, graph.height];
    const wide = Math.min(158, down ? graph.width / rows - 12 : graph.width / layers - 32);
    const high = Math.min(62, down ? graph.height / layers - 22 : graph.height / rows - 14);
    const centres = nodes.map((node) => {
      const [a, b] = [((node.layer + 0.5) / layers) * along, ((node.row + 0.5) / node.rows) * across];
      return down ? [b, a] : [a, b];
    });
    return { down, wide, high, centres };
  };
  const redraw = () => {
    const { down, wide, high, centres } = layout();
    const there = now();
    cards.forEach((card, i) => {
      const [x, y] = centres[i];
      const [rect, value, gradient] = card.children;
      for (const [key, size] of [["x", x - wide / 2], ["y", y - high / 2], ["width", wide], ["height", high]]) rect.setAttribute(key, size);
      const slope = `${plain[`gradient_${nodes[i].name}`]} ${shown(there.gradients[i])}`;
      const texts = [`${plain[`node_${nodes[i].name}`]} ${shown(there.values[i])}`, wide > 6 * slope.length ? slope : shown(there.gradients[i])];
      [value, gradient].forEach((text, line) => {
        text.textContent = texts[line];
        text.setAttribute("style", `font-size: ${Math.min(line ? 15 : 18, ((wide - 10) / texts[line].length) * 1.85)}px`);
        text.setAttribute("x", x);
        text.setAttribute("y", y + (line ? high * 0.32 : -high * 0.06));
        text.setAttribute("text-anchor", "middle");
      });
      card.classList.toggle("moved", i === state.nudged);
      card.classList.toggle("looked", i === looked);
      card.setAttribute("aria-label", branches[i].says());
    });
    lines.forEach((line, i) => {
      const [[ax, ay], [bx, by]] = edges[i].map((name) => centres[number(name)]);
      const [x1, y1, x2, y2] = down ? [ax, ay + high / 2, bx, by - high / 2 - 8] : [ax + wide / 2, ay, bx - wide / 2 - 8, by];
      const middle = down ? `${x1} ${(y1 + y2) / 2} ${x2} ${(y1 + y2) / 2}` : `${(x1 + x2) / 2} ${y1} ${(x1 + x2) / 2} ${y2}`;
      const way = `M${x1} ${y1}C${middle} ${x2} ${y2}`;
      line.children[0].setAttribute("d", way);
      line.children[1].setAttribute("d", way);
      line.children[2].setAttribute("d", down ? `M${x2 - 6} ${y2}h12l-6 8z` : `M${x2} ${y2 - 6}v12l8 -6z`);
      line.classList.toggle("chosen", i === state.edge);
    });
  };

  const changed = () => {
    const { values, gradients, locals, contributions, nudges } = now();
    const rows = [[`node_${output.name}`, "value", shown(values.at(-1)), true]];
    const i = state.edge;
    const target = number(edges[i][1]);
    rows.push([`gradient_${edges[i][1]}`, "gradient", shown(gradients[target])]);
    rows.push([`local_${i}`, "slope", shown(locals[i])], [`contribution_${i}`, "gradient", shown(contributions[i])]);
    if (state.nudged >= 0) {
      const [rise, quotient] = nudges[state.nudged];
      rows.push(["h", "input", shown(table.nudge)], ["rise", "output", shown(rise)], ["quotient", "text", shown(quotient), true]);
      rows.push([`gradient_${inputs[state.nudged]}`, "gradient", shown(gradients[state.nudged]), true]);
    }
    // A nudged input's edge may have shown the same formula already.
    numbers.show(rows.filter(([key], k) => rows.findIndex(([other]) => other === key) === k));
    sliders.forEach((one) => one.update());
    tree.update();
    nudgers.forEach((one, k) => one.setAttribute("aria-pressed", String(k === state.nudged)));
    redraw();
    const fields = Object.fromEntries(inputs.map((name, k) => [name, choices[k][state.at[k]]]));
    address.write(state.nudged < 0 ? fields : { ...fields, nudged: state.nudged + 1 });
  };
  const go = (fields) => {
    const at = fields.at ?? state.at;
    if (!now(at)) return;
    Object.assign(state, fields);
    changed();
  };
  const moved = (k, i) => state.at.map((old, other) => (other === k ? i : old));

  const sliders = inputs.map((name, k) =>
    range(plain[`node_${name}`], {
      count: choices[k].length, big: 2, label: formula(`node_${name}`, "input"),
      get: () => state.at[k],
      set: (i) => go({ at: moved(k, i) }),
      text: () => shown(choices[k][state.at[k]]),
      able: (i) => now(moved(k, i)) !== null,
    }),
  );
  const nudgers = inputs.map((name, k) =>
    button(fill(said.nudge_input, { input: plain[`node_${name}`] }), () => go({ nudged: state.nudged === k ? -1 : k }), { "aria-pressed": "false" }),
  );

  const pose = () => {
    const all = table.states.map((_, i) => i).filter((i) => table.states[i]);
    let rest = all[Math.floor(Math.random() * all.length)];
    const { values, gradients, locals } = table.states[rest];
    const at = choices.map((some) => some.length).reduceRight((found, size) => [rest % size, ...((rest = Math.floor(rest / size)), found)], []);
    const k = Math.floor(Math.random() * inputs.length);
    const given = inputs.map((name, other) => `${plain[`node_${name}`]} ${shown(choices[other][at[other]])}`);
    const i = edges.findIndex(([source]) => source === inputs[k]);
    return {
      words: fill(said.ask_gradient, { inputs: given.join(", "), gradient: plain[`gradient_${inputs[k]}`] }),
      right: gradients[k],
      wrong: [locals[i], values[k], ...gradients, values.at(-1)],
      show: () => go({ at, edge: i, nudged: k }),
    };
  };

  stage.append(
    make("div", { class: "plots" }, make("div", { class: "row head" }, formula("definition", "value")), graph.svg, tree.box),
    make("div", { class: "side" }, ...sliders.filter((one) => one.count > 1).map((one) => one.box), make("div", { class: "row" }, ...nudgers, button(said.start_over, () => go({ ...first, at: [...first.at] }))), numbers.list, ask(pose)),
  );
  changed();
  address.follow({
    now: () => ({ ...Object.fromEntries(inputs.map((name, k) => [name, state.at[k]])), nudged: state.nudged }),
    means: (fields) => ({
      ...Object.fromEntries(inputs.map((name, k) => [name, address.index(places[k], fields[name])])),
      nudged: address.nth(inputs, fields.nudged),
    }),
    go: (found) => go({ at: inputs.map((name, k) => found[name] ?? state.at[k]), nudged: found.nudged ?? -1 }),
  });
})();
