// What all figures share: pictures, handles, questions, addresses. Numbers that are shown are texts
// of the table; floats only say where something is drawn.
"use strict";
const Explore = (() => {
  const table = JSON.parse(document.getElementById("table").textContent);
  const said = table.words;
  const lowered = (text) => text.replace(/_(\d+)/g, (_, digits) => digits.replace(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉"[digit]));
  const plain = Object.fromEntries(Object.entries(table.labels).map(([key, text]) => [key, lowered(text)]));
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

  const build = (element, attributes, children) => {
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "on") for (const [kind, does] of Object.entries(value)) element.addEventListener(kind, does);
      else if (value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children);
    return element;
  };
  const make = (tag, attributes = {}, ...children) => build(document.createElement(tag), attributes, children);
  const draw = (tag, attributes = {}, ...children) =>
    build(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
  const formula = (key, kind = "text") => {
    const set = document.querySelector(`template[data-formula="${key}"]`).content.cloneNode(true);
    return make("span", { class: kind, role: "img", "aria-label": plain[key] }, set);
  };
  const fill = (text, fields) => text.replace(/\{(\w+)\}/g, (_, name) => fields[name]);
  const shown = (cell) => (cell == null ? said.none : cell.startsWith("≈") ? cell : `= ${cell}`);
  const bare = (cell) => cell.replace("≈ ", "").replaceAll("−", "-").replace(",", ".");

  let waiting;
  const announce = (text) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => (document.getElementById("says").textContent = text), 500);
  };

  // A drawing in coordinates of its own, as large as there is room.
  let clips = 0;
  class Plot {
    constructor(label, ratio, redraw, narrow = 1.3 * ratio) {
      this.clip = `clip${++clips}`;
      this.frame = draw("rect");
      this.back = draw("g");
      this.marks = draw("g", { "clip-path": `url(#${this.clip})` });
      this.front = draw("g");
      const clip = draw("clipPath", { id: this.clip }, this.frame);
      this.svg = draw("svg", { class: "plot", role: "group", "aria-label": label }, clip, this.back, this.marks, this.front);
      this.window = [0, 1, 0, 1];
      [this.width, this.height] = [600, 400]; // until it is known
      new ResizeObserver(([entry]) => {
        this.width = entry.contentRect.width;
        this.height = clamp(this.width * (this.width < 560 ? narrow : ratio), 150, 620);
        this.svg.setAttribute("height", this.height);
        for (const [name, value] of [["x", 0], ["y", 0], ["width", this.width], ["height", this.height]]) {
          this.frame.setAttribute(name, value);
        }
        redraw();
      }).observe(this.svg);
    }
    X = (x) => ((x - this.window[0]) / (this.window[1] - this.window[0])) * this.width;
    Y = (y) => (1 - (y - this.window[2]) / (this.window[3] - this.window[2])) * this.height;
    // What a pointer means.
    x(event) {
      const box = this.svg.getBoundingClientRect();
      return this.window[0] + ((event.clientX - box.left) / this.width) * (this.window[1] - this.window[0]);
    }
    y(event) {
      const box = this.svg.getBoundingClientRect();
      return this.window[3] - ((event.clientY - box.top) / this.height) * (this.window[3] - this.window[2]);
    }
    clear() {
      this.back.replaceChildren();
      this.marks.replaceChildren();
    }
    line(kind, x1, y1, x2, y2) {
      const [a, b, c, d] = [this.X(x1), this.Y(y1), this.X(x2), this.Y(y2)].map((one) => clamp(one, -1e5, 1e5));
      this.marks.append(draw("line", { class: kind, x1: a, y1: b, x2: c, y2: d }));
    }
    path(kind, points) {
      let text = "";
      let pen = "M";
      for (const [x, y] of points) {
        if (y === null) pen = "M";
        else {
          text += `${pen}${this.X(x).toFixed(1)} ${clamp(this.Y(y), -1e4, 1e4).toFixed(1)}`;
          pen = "L";
        }
      }
      this.marks.append(draw("path", { class: kind, d: text }));
    }
    spot(kind, x, y, r = 5) {
      this.marks.append(draw("circle", { class: kind, cx: this.X(x), cy: this.Y(y), r }));
    }
    text(words, x, y, kind = "", anchor = "middle") {
      this.marks.append(draw("text", { x, y, class: kind, "text-anchor": anchor, "aria-hidden": "true" }, words));
    }
    // Grid and axes, with the labels that there are where they are in sight.
    axes(across, up) {
      const [left, right, bottom, top] = this.window;
      const add = (kind, x1, y1, x2, y2) => this.back.append(draw("line", { class: kind, x1, y1, x2, y2 }));
      const label = (words, x, y, anchor) =>
        this.back.append(draw("text", { x, y, "text-anchor": anchor, "aria-hidden": "true" }, words));
      const floor = clamp(this.Y(0), 0, this.height - 24);
      const wall = clamp(this.X(0), 0, this.width);
      let free = -Infinity;
      for (const [x, words] of across) {
        if (x < left || x > right) continue;
        add("grid", this.X(x), 0, this.X(x), this.height);
        const room = words.length * 4 + 8;
        if (this.X(x) - room < Math.max(free, 0) || this.X(x) + room > this.width || Math.abs(this.X(x) - wall) < 2) continue;
        label(words, this.X(x), floor + 17, "middle");
        free = this.X(x) + room;
      }
      for (const [y, words] of up) {
        if (y < bottom || y > top) continue;
        add("grid", 0, this.Y(y), this.width, this.Y(y));
        if (this.Y(y) < 16 || Math.abs(this.Y(y) - this.Y(0)) < 2) continue;
        const inside = wall > this.width - 60;
        label(words, wall + (inside ? -7 : 7), this.Y(y) - 5, inside ? "end" : "start");
      }
      if (bottom <= 0 && top >= 0) add("axis", 0, this.Y(0), this.width, this.Y(0));
      if (left <= 0 && right >= 0) add("axis", wall, 0, wall, this.height);
    }
  }

  // Something with places in a row: moved by keys, and by whoever knows where a pointer means.
  class Slider {
    constructor({ element, name, count, step = 1, big = 10 * step, get, set, text, able = () => true }) {
      Object.assign(this, { element, count, step, big, get, set, text, able });
      for (const [key, value] of Object.entries({ role: "slider", tabindex: 0, "aria-label": name, "aria-valuemin": 0, "aria-valuemax": count - 1 })) {
        element.setAttribute(key, value);
      }
      element.addEventListener("keydown", (event) => this.key(event));
    }
    key(event) {
      const ways = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 };
      const by = event.altKey ? Math.max(1, Math.round(this.step / 10)) : event.shiftKey ? this.big : this.step;
      if (event.key in ways) this.move(this.get() + ways[event.key] * by);
      else if (event.key === "PageUp") this.move(this.get() + this.big);
      else if (event.key === "PageDown") this.move(this.get() - this.big);
      else if (event.key === "Home") this.move(0);
      else if (event.key === "End") this.move(this.count - 1);
      else return;
      event.preventDefault();
    }
    // Move there, or to the nearest place on the way that there is.
    move(to) {
      const from = this.get();
      let place = clamp(to, 0, this.count - 1);
      while (place !== from && !this.able(place)) place += Math.sign(from - place);
      if (place !== from) this.set(place);
    }
    update() {
      const text = this.text(this.get());
      this.element.setAttribute("aria-valuenow", this.get());
      if (this.element.getAttribute("aria-valuetext") !== text) this.element.setAttribute("aria-valuetext", text);
    }
  }

  // A slider that is a dot in a plot; `to` returns the place that belongs to floats, across and up.
  class Handle extends Slider {
    constructor({ plot, kind, to, done = () => {}, ...options }) {
      const dot = draw("circle", { class: "dot", r: 9 });
      const parts = [draw("circle", { class: "hit", r: 24 }), draw("circle", { class: "ring", r: 15 }), dot];
      const element = draw("g", { class: `handle ${kind}` }, ...parts);
      super({ element, ...options });
      this.plot = plot;
      plot.front.append(element);
      element.addEventListener("pointerdown", (event) => {
        if (event.button) return;
        element.setPointerCapture(event.pointerId);
        element.focus({ focusVisible: false });
        event.preventDefault();
      });
      element.addEventListener("pointermove", (event) => {
        if (element.hasPointerCapture(event.pointerId)) this.move(to(plot.x(event), plot.y(event)));
      });
      element.addEventListener("lostpointercapture", done);
    }
    at(x, y) {
      const inside = y !== null && Number.isFinite(y);
      const [left, top] = [this.plot.X(x), inside ? clamp(this.plot.Y(y), 0, this.plot.height) : this.plot.height - 12];
      this.element.setAttribute("transform", `translate(${left.toFixed(1)} ${top.toFixed(1)})`);
    }
  }

  // The nearest of some floats in order.
  const nearest = (places, wanted) => {
    let best = 0;
    for (let i = 1; i < places.length; i++) if (Math.abs(places[i] - wanted) < Math.abs(places[best] - wanted)) best = i;
    return best;
  };

  // Rows of a formula's key, its role, and what stands behind it; and the same read out.
  const spoken = (rows) => rows.map(([key, , words]) => `${plain[key]} ${words}`).join(", ");
  const readout = () => {
    const list = make("dl", { class: "readout" });
    let before = "";
    return {
      list,
      show(rows) {
        const text = JSON.stringify(rows);
        if (text === before) return;
        before = text;
        list.replaceChildren(
          ...rows.map(([key, kind, words, big]) =>
            make("div", { class: big ? "big" : null }, make("dt", {}, formula(key, kind)), make("dd", { "data-key": key }, words)),
          ),
        );
        announce(spoken(rows));
      },
    };
  };

  const range = (name, slider) => {
    const value = make("b");
    const input = make("input", { type: "range", min: 0, max: slider.count - 1 });
    const entry = new Slider({ ...slider, element: input, name });
    input.removeAttribute("role"); // it has its own
    input.addEventListener("input", () => entry.move(Number(input.value)));
    const update = entry.update.bind(entry);
    entry.update = () => {
      update();
      input.value = entry.get();
      value.textContent = entry.text(entry.get());
    };
    entry.box = make("div", { class: "slide" }, make("div", {}, slider.label, value), input);
    return entry;
  };

  // A question with one right answer among some; `pose` returns its words, answers, and what shows it.
  const ask = (pose) => {
    const question = make("h2");
    const answers = make("div", { class: "row" });
    const feedback = make("p", { class: "feedback", role: "status" });
    const more = make("button", { type: "button", class: "more" }, said.ask);
    const box = make("section", { class: "ask", "aria-label": said.question }, more, question, answers, feedback);
    more.addEventListener("click", () => {
      const { words, right, wrong, show } = pose();
      const others = [...new Set(wrong)].filter((one) => one != null && one !== right).slice(0, 3);
      const choices = [right, ...others].map((one) => [Math.random(), one]).sort(([a], [b]) => a - b);
      more.textContent = said.another;
      question.textContent = words;
      feedback.textContent = "";
      answers.replaceChildren(
        ...choices.map(([, choice]) => {
          const button = make("button", { type: "button" }, choice);
          button.addEventListener("click", () => {
            const good = choice === right;
            button.disabled = true;
            feedback.textContent = good ? fill(said.right, { answer: right }) : said.wrong;
            if (!good) return;
            for (const one of answers.children) one.disabled = true;
            show();
          });
          return button;
        }),
      );
    });
    return box;
  };

  // Frames from one list of floats to another; at once where nothing is to move.
  let moving;
  const glide = (from, to, show, seconds = 0.45) => {
    cancelAnimationFrame(moving);
    if (calm.matches) return show(to);
    let begun = null;
    const frame = (now) => {
      begun ??= now;
      const t = clamp((now - begun) / (1000 * seconds), 0, 1);
      const eased = t * t * (3 - 2 * t);
      show(t < 1 ? from.map((one, i) => one + (to[i] - one) * eased) : to);
      if (t < 1) moving = requestAnimationFrame(frame);
    };
    moving = requestAnimationFrame(frame);
  };

  // What a figure tells of its state: what an address means, as indices by name, -1 for what it does
  // not have; which state it is in now; and how to go to one.
  let figure = null;
  // Moments of the video, in the words of addresses: the page around knows them, and hears in which
  // of them the figure is. Of those the ones that name most of its state count.
  let told = [];
  const tell = () => {
    const now = figure.now();
    const named = told.map((there) => (there.every(([name, i]) => now[name] === i) ? there.length : 0));
    const most = Math.max(...named, 1);
    parent.postMessage({ met: [...named.keys()].filter((i) => named[i] === most) }, "*");
  };
  const measure = () => parent.postMessage({ height: document.documentElement.offsetHeight }, "*");
  const understood = (text) => {
    const found = Object.entries(figure.means(parsed(`#${text}`))).filter(([, i]) => i !== undefined);
    return found.some(([, i]) => i < 0) ? [] : found;
  };

  // The address names the state: #a=2&h=0.001 opens the figure there.
  const opened = location.hash;
  const parsed = (text) => Object.fromEntries(new URLSearchParams(text.slice(1)));
  const address = {
    write(fields) {
      const text = Object.entries(fields).map(([name, value]) => `${name}=${encodeURIComponent(bare(String(value)))}`);
      try {
        history.replaceState(null, "", `#${text.join("&")}`);
      } catch {} // not in every frame
      if (told.length) tell();
    },
    // Which of the places a text means, also as a fraction: 1/1000; -1 for none of them.
    index(places, text) {
      if (text === undefined) return undefined;
      const [above, below = 1] = String(text).split("/").map(Number);
      const i = nearest(places, above / below);
      return Math.abs(places[i] - above / below) <= 1e-6 * (Math.abs(places[i]) + Math.abs(places[1] - places[0])) ? i : -1;
    },
    // The first of some lists of floats that a moment of the video means; -1 for none of them.
    met(lists, texts) {
      const wanted = texts.map((text) => String(text).split("/").map(Number)).map(([above, below = 1]) => above / below);
      return lists.findIndex((list) => wanted.every((one, i) => Math.abs(list[i] - one) <= 1e-5 * Math.abs(one) + 1e-9));
    },
    // The same, where a text counts from 1.
    nth(places, text) {
      if (text === undefined) return undefined;
      return places?.[text - 1] === undefined ? -1 : text - 1;
    },
    follow(tells) {
      figure = tells;
      const apply = (text) => figure.go(Object.fromEntries(Object.entries(figure.means(parsed(text))).filter(([, i]) => i >= 0)));
      addEventListener("hashchange", () => apply(location.hash));
      addEventListener("message", ({ data }) => {
        if (typeof data?.state === "string") apply(`#${data.state}`);
        if (!Array.isArray(data?.moments)) return;
        told = data.moments.map(understood);
        tell();
        measure();
      });
      if (opened.length > 1) apply(opened);
    },
  };

  const button = (words, does, more = {}) => make("button", { type: "button", on: { click: does }, ...more }, words);

  // Inside another page: it gives the figure all the room it needs, and may close it.
  if (parent !== window) {
    document.documentElement.classList.add("embedded");
    addEventListener("keydown", ({ key }) => key === "Escape" && parent.postMessage({ leave: true }, "*"));
    new ResizeObserver(measure).observe(document.body);
  }

  const stage = document.getElementById("figure");
  return { table, said, plain, clamp, make, draw, formula, fill, shown, bare, spoken, Plot, Handle, nearest, readout, range, ask, glide, address, button, stage };
})();
