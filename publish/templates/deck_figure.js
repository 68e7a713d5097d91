"use strict";

// The scene's figure, over the picture: it has a page, keys and a clock of its own.
(() => {
  const find = (selector) => document.querySelector(selector);
  const button = find('[data-does="explore"]');
  const frame = find("#figure");
  const back = find('[data-does="film"]');
  const stops = [...deck.stops.keys()].filter((stop) => deck.stops[stop].state);
  let shownAt = -1; // the stop that the figure was last opened at
  let met = []; // the stops that are about what the figure shows

  // Where the video tells of it: at this stop, or before it, or first.
  const there = () => met.findLast((stop) => stop <= deck.at) ?? met[0];
  function point() {
    back.hidden = frame.hidden || !stops.length;
    back.setAttribute("aria-disabled", !met.length);
    back.querySelector(".stop").textContent = met.length ? there() + 1 : "";
  }

  const send = (what) => frame.contentWindow.postMessage(what, "*");
  function open() {
    frame.hidden = false;
    point();
    button.setAttribute("aria-pressed", "true");
    frame.focus();
    const { state } = deck.stops[deck.at];
    if (state && shownAt !== deck.at) send({ state });
    shownAt = deck.at;
  }
  // Its page is taken out of the text only when it is needed.
  function show() {
    if (frame.srcdoc) return open();
    frame.addEventListener("load", () => {
      send({ theme: find('meta[name="color-scheme"]').content, moments: stops.map((stop) => deck.stops[stop].state) });
      open();
    }, { once: true });
    frame.hidden = false; // or it would not be laid out
    frame.srcdoc = JSON.parse(find("#figure-text").textContent);
    return undefined;
  }
  function close() {
    if (frame.hidden) return;
    const left = [frame, back].includes(document.activeElement);
    frame.hidden = true;
    point();
    button.setAttribute("aria-pressed", "false");
    if (left) button.focus();
  }

  deck.keys.e = "explore";
  deck.does.explore = () => (frame.hidden ? show() : close());
  deck.keys.v = "film";
  deck.does.film = () => !back.hidden && met.length && deck.go(there());
  deck.listeners.push(close);
  addEventListener("message", ({ source, data }) => {
    if (source !== frame.contentWindow) return;
    if (data?.leave) close();
    if (!Array.isArray(data?.met)) return;
    met = data.met.map((i) => stops[i]);
    point();
  });
})();
