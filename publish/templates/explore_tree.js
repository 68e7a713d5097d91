// A graph in words: a tree of its nodes, each with the edges that come in and go out. Keys are those
// of the ARIA pattern for trees.
Explore.tree = ({ nodes, edges, look }) => {
  const { said, plain, make, fill } = Explore;
  const called = (name) => plain[`node_${name}`];
  const item = (looked, attributes = {}) =>
    make("span", { role: "treeitem", tabindex: -1, on: { focus: () => reach(looked.item), click: () => reach(looked.item) }, ...attributes });

  const branches = nodes.map((node, number) => {
    const leaves = edges.flatMap(([source, target], edge) =>
      target === node.name ? [{ edge, says: said.edge_in, other: source }] : source === node.name ? [{ edge, says: said.edge_out, other: target }] : [],
    );
    const branch = { node: number, leaves };
    for (const leaf of leaves) Object.assign(leaf, { parent: branch, item: item(leaf) });
    const group = make("ul", { role: "group", id: `edges-${number}`, hidden: true }, ...leaves.map((leaf) => make("li", { role: "none" }, leaf.item)));
    branch.item = item(branch, { "aria-expanded": "false", "aria-owns": group.id });
    branch.item.addEventListener("click", () => open(branch, group.hidden));
    branch.box = make("li", { role: "none" }, branch.item, group);
    return Object.assign(branch, { group });
  });
  const open = (branch, on) => {
    branch.group.hidden = !on;
    branch.item.setAttribute("aria-expanded", String(on));
  };
  const seen = () => branches.flatMap((branch) => [branch, ...(branch.group.hidden ? [] : branch.leaves)]);
  const all = branches.flatMap((branch) => [branch, ...branch.leaves]);
  // One of them is reached with Tab, the others from there.
  const reach = (reached) => {
    for (const { item } of all) item.tabIndex = item === reached ? 0 : -1;
    look(all.find(({ item }) => item === reached));
  };
  branches[0].item.tabIndex = 0;

  const keys = (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const there = seen();
    const at = there.findIndex(({ item }) => item === document.activeElement);
    const { group, leaves, parent } = there[at];
    const starts = (one) => one.item.textContent.toLowerCase().startsWith(event.key.toLowerCase());
    const moves = {
      ArrowDown: () => there[at + 1],
      ArrowUp: () => there[at - 1],
      Home: () => there[0],
      End: () => there.at(-1),
      ArrowRight: () => (group?.hidden ? open(there[at], true) : leaves?.[0]),
      ArrowLeft: () => (group && !group.hidden ? open(there[at], false) : parent),
      Enter: () => group && open(there[at], group.hidden),
      " ": () => group && open(there[at], group.hidden),
    };
    if (!(event.key in moves) && event.key.length > 1) return;
    const next = event.key in moves ? moves[event.key]() : [...there.slice(at + 1), ...there.slice(0, at)].find(starts);
    if (event.key in moves || next) event.preventDefault();
    next?.item.focus();
  };
  const list = make("ul", { role: "tree", "aria-label": said.tree, on: { keydown: keys } }, ...branches.map(({ box }) => box));

  // Numbers are those of the table, in words that need no look at the picture.
  const update = ({ values, gradients, locals, contributions }) => {
    const told = (cell) => cell ?? said.none;
    for (const { item, node, leaves } of branches) {
      item.textContent = fill(said.node_says, { node: called(nodes[node].name), value: told(values[node]), gradient: told(gradients[node]) });
      for (const { item, edge, says, other } of leaves) {
        item.textContent = fill(says, { other: called(other), slope: told(locals[edge]), share: told(contributions[edge]) });
      }
    }
  };
  const says = (number) => branches[number].item.textContent;
  return { says, update, box: make("details", { class: "tree" }, make("summary", {}, said.tree), list) };
};
