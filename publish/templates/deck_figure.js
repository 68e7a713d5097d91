"use strict";

// The scene's figure, over the picture: it has a page, keys and a clock of its own.
(() => {
  const find = (selector) => document.querySelector(selector);
  const button = find('[data-does="explore"]');
  const frame = find("#figure");
  let shownAt = -1; // the stop that the figure was last opened at

  const send = (what) => frame.contentWindow.postMessage(what, "*");
  function open() {
    frame.hidden = false;
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
      send({ theme: find('meta[name="color-scheme"]').content });
      open();
    }, { once: true });
    frame.hidden = false; // or it would not be laid out
    frame.srcdoc = JSON.parse(find("#figure-text").textContent);
    return undefined;
  }
  function close() {
    if (frame.hidden) return;
    const left = document.activeElement === frame;
    frame.hidden = true;
    button.setAttribute("aria-pressed", "false");
    if (left) button.focus();
  }

  deck.keys.e = "explore";
  deck.does.explore = () => (frame.hidden ? show() : close());
  deck.listeners.push(close);
  addEventListener("message", ({ source, data }) => {
    if (source === frame.contentWindow && data?.leave) close();
  });
})();
