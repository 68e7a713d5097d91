// A picture in words: a tree, walked with the keys of the ARIA pattern. A branch and each of its leaves
// `says` a text, which is asked for anew by `update`, or nothing where it is not there now; `look` hears
// which of them is reached.
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
  const there = ({ item }) => !item.parentElement.hidden;
  const seen = () => branches.filter(there).flatMap((branch) => [branch, ...(branch.group?.hidden ? [] : branch.leaves.filter(there))]);
  const all = branches.flatMap((branch) => [branch, ...branch.leaves]);
  // One of them is reached with Tab, the others from there.
  const stand = (on) => {
    for (const { item } of all) item.tabIndex = item === on.item ? 0 : -1;
  };
  const reach = (reached) => {
    stand(reached);
    look(reached);
  };

  const keys = (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const walked = seen();
    const at = walked.findIndex(({ item }) => item === document.activeElement);
    const { group, leaves, parent } = walked[at];
    const starts = (one) => one.item.textContent.toLowerCase().startsWith(event.key.toLowerCase());
    const moves = {
      ArrowDown: () => walked[at + 1],
      ArrowUp: () => walked[at - 1],
      Home: () => walked[0],
      End: () => walked.at(-1),
      ArrowRight: () => (group?.hidden ? open(walked[at], true) : leaves?.[0]),
      ArrowLeft: () => (group && !group.hidden ? open(walked[at], false) : parent),
      Enter: () => group && open(walked[at], group.hidden),
      " ": () => group && open(walked[at], group.hidden),
    };
    if (!(event.key in moves) && event.key.length > 1) return;
    const next = event.key in moves ? moves[event.key]() : [...walked.slice(at + 1), ...walked.slice(0, at)].find(starts);
    if (event.key in moves || next) event.preventDefault();
    next?.item.focus();
  };
  const list = make("ul", { role: "tree", "aria-label": label, on: { keydown: keys } }, ...branches.map(({ box }) => box));
  const update = () => {
    for (const { item, says } of all) {
      const text = says();
      item.textContent = text || "";
      item.parentElement.hidden = !text;
    }
    if (!seen().some(({ item }) => item.tabIndex === 0)) stand(seen()[0]);
  };
  return { update, box: make("details", { class: "tree" }, make("summary", {}, label), list) };
};
