// A picture in words: a tree, walked with the keys of the ARIA pattern. A branch and each of its leaves
// `says` a text, which is asked for anew by `update`; `look` hears which of them is reached.
Explore.tree = ({ label, branches, look }) => {
  const { make } = Explore;
  const item = (one, attributes = {}) =>
    make("span", { role: "treeitem", tabindex: -1, on: { focus: () => reach(one), click: () => reach(one) }, ...attributes });

  for (const [number, branch] of branches.entries()) {
    for (const leaf of branch.leaves) Object.assign(leaf, { parent: branch, item: item(leaf) });
    branch.box = make("li", { role: "none" });
    if (branch.leaves.length) {
      branch.group = make("ul", { role: "group", id: `leaves-${number}`, hidden: true }, ...branch.leaves.map((leaf) => make("li", { role: "none" }, leaf.item)));
      branch.item = item(branch, { "aria-expanded": "false", "aria-owns": branch.group.id });
      branch.item.addEventListener("click", () => open(branch, branch.group.hidden));
      branch.box.append(branch.item, branch.group);
    } else branch.box.append((branch.item = item(branch)));
  }
  const open = (branch, on) => {
    branch.group.hidden = !on;
    branch.item.setAttribute("aria-expanded", String(on));
  };
  const seen = () => branches.flatMap((branch) => [branch, ...(branch.group?.hidden ? [] : branch.leaves)]);
  const all = branches.flatMap((branch) => [branch, ...branch.leaves]);
  // One of them is reached with Tab, the others from there.
  const reach = (reached) => {
    for (const { item } of all) item.tabIndex = item === reached.item ? 0 : -1;
    look(reached);
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
  const list = make("ul", { role: "tree", "aria-label": label, on: { keydown: keys } }, ...branches.map(({ box }) => box));
  const update = () => {
    for (const { item, says } of all) item.textContent = says();
  };
  return { update, box: make("details", { class: "tree" }, make("summary", {}, label), list) };
};
