// Questions: one is asked in a panel, an answer is compared exactly, and what is right is counted.
// Other scripts hear of it, "answered" is an event of the document, and say when one is due.
const quiz = (() => {
  "use strict";
  const find = (id) => document.getElementById(id);
  const source = find("items");
  if (!source) return null;
  const { items, words, comma } = JSON.parse(source.textContent);
  const cards = new Map([...document.querySelectorAll(".item")].map((one) => [one.dataset.item, one]));
  const first = new Map(); // whether the first answer to each was right
  const panel = find("ask");

  // "-6", "0.5", "1/2" as two whole numbers of any length, or nothing where it is no number.
  const decimal = (text) => {
    const found = /^([+-]?)(\d*)\.?(\d*)$/.exec(text);
    if (!found || !(found[2] + found[3])) return null;
    return [BigInt(`${found[1] === "-" ? "-" : ""}${found[2]}${found[3]}`), 10n ** BigInt(found[3].length)];
  };
  const fraction = (text) => {
    let typed = text.trim().replace(/[−–‒]/g, "-").replace(/\s*([-+/])\s*/g, "$1");
    if (comma) typed = typed.replace(",", ".");
    const parts = typed.split("/").map(decimal);
    if (parts.length > 2 || parts.includes(null)) return null;
    const [[above, scale], [below, other]] = [parts[0], parts[1] ?? [1n, 1n]];
    if (below === 0n) return null;
    const sign = below < 0n ? -1n : 1n;
    return [sign * above * other, sign * scale * below];
  };
  const same = (one, other) => one[0] * other[1] === other[0] * one[1];
  const plain = ([above, below]) => {
    const divisor = (a, b) => (b ? divisor(b, a % b) : a < 0n ? -a : a);
    const shared = divisor(above, below);
    return below === shared ? String(above / shared) : `${above / shared}/${below / shared}`;
  };

  // What was answered: as text for others, whether it is right, and what to say; or what is missing.
  const judge = {
    number: (item, form) => {
      const typed = form.querySelector("input");
      const given = fraction(typed.value);
      typed.setAttribute("aria-invalid", String(!given));
      if (!given) return { missing: words.no_number, at: typed };
      const wrong = item.choices.find((one) => one.value && same(given, fraction(one.value)));
      return { response: plain(given), right: same(given, fraction(item.value)), why: wrong?.why };
    },
    choice: (item, form) => {
      const chosen = form.querySelector("input:checked");
      if (!chosen) return { missing: words.choose_one, at: form.querySelector("input") };
      const { key, why } = item.choices.find((one) => one.key === chosen.value);
      return { response: key, right: item.right.includes(key), why };
    },
    order: (item, form) => {
      const keys = [...form.querySelectorAll("[data-key]")].map((one) => one.dataset.key);
      return { response: keys.join(","), right: keys.join() === item.right.join() };
    },
    flip: (item, form, button) => ({ response: button?.value ?? "knew", right: button?.value !== "not" }),
  };

  const counted = items.filter((one) => one.kind !== "flip");
  const standing = () => ({
    right: counted.filter((one) => first.get(one.id)).length,
    answered: counted.filter((one) => first.has(one.id)).length,
    count: counted.length,
  });
  const score = find("score");
  const tally = () => {
    const { right, count, answered } = standing();
    score.hidden = !answered;
    score.textContent = words.score.replace("{right}", right).replace("{count}", count);
  };

  const answer = (item, form, button) => {
    const remark = form.querySelector(".remark");
    const said = judge[item.kind](item, form, button);
    if (said.missing) {
      remark.textContent = said.missing;
      said.at.focus();
      return;
    }
    const fresh = !first.has(item.id);
    if (fresh) first.set(item.id, said.right);
    form.classList.toggle("right", said.right);
    form.classList.toggle("wrong", !said.right);
    if (item.kind === "flip") remark.textContent = item.answer;
    else if (said.right) remark.textContent = `${words.right} ${item.answer}`;
    else remark.textContent = `${said.why || words.wrong} ${words.again}`;
    tally();
    const detail = { item, fresh, response: said.response, right: said.right };
    document.dispatchEvent(new CustomEvent("answered", { detail }));
  };

  for (const item of items) {
    const form = cards.get(item.id).querySelector("form");
    const details = cards.get(item.id).querySelector("details");
    form.hidden = item.kind === "flip"; // who has not turned a card over cannot know
    if (item.kind === "flip") details.addEventListener("toggle", () => (form.hidden = !details.open));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      answer(item, form, event.submitter);
    });
    form.addEventListener("click", (event) => {
      const button = event.target.closest("[data-by]");
      if (!button) return;
      const step = button.closest("li");
      const steps = [...step.parentNode.children];
      const place = steps.indexOf(step) + Number(button.dataset.by);
      if (place < 0 || place >= steps.length) return;
      if (button.dataset.by < 0) steps[place].before(step);
      else steps[place].after(step);
      button.focus();
      form.querySelector(".remark").textContent = words.step_of
        .replace("{step}", step.querySelector("span").textContent)
        .replace("{place}", place + 1)
        .replace("{count}", steps.length);
    });
  }

  const recall = (results) => {
    for (const [id, right] of results) if (cards.has(id)) first.set(id, right);
    tally();
  };

  const stops = find("stops");
  let stopping = true;
  try {
    stopping = localStorage.getItem("stops") !== "off"; // refused where storage is off
  } catch {}
  const show = () => stops.setAttribute("aria-pressed", String(stopping));
  stops.addEventListener("click", () => {
    stopping = !stopping;
    try {
      localStorage.setItem("stops", stopping ? "on" : "off");
    } catch {}
    show();
    if (!stopping) put();
  });
  show();

  let asked = null; // the card in the panel
  let home = null; // and where it belongs
  const put = () => {
    if (!asked) return;
    home.append(asked);
    asked = null;
    panel.hidden = true;
  };
  const ask = (item) => {
    put();
    asked = cards.get(item.id);
    home = asked.parentNode;
    panel.prepend(asked);
    panel.setAttribute("aria-labelledby", asked.querySelector(".question").id);
    panel.hidden = false;
    panel.focus({ preventScroll: true });
    panel.scrollIntoView({ block: "nearest" });
  };
  const pending = (due) => (stopping ? items.find((one) => due(one) && !first.has(one.id)) : undefined);
  return { items, first, standing, recall, stops, panel, ask, put, pending, goOn: find("go-on") };
})();
