"use strict";

// The presenter's own window: what is shown, what comes next, the notes and a clock.
(() => {
  let view = null;
  let began = Date.now();

  function update() {
    if (!view || view.closed) return;
    const find = (selector) => view.document.querySelector(selector);
    const { at, stops, stills, words } = deck;
    find(".now").src = stills[at];
    find(".now").alt = stops[at].speech;
    const last = at + 1 === stops.length;
    find(".next").src = stills[last ? at : at + 1];
    find(".next").style.opacity = last ? 0.3 : 1;
    find(".next").alt = last ? words.end : stops[at + 1].speech;
    find(".next").lang = last ? words.language : document.documentElement.lang;
    find(".script > div").textContent = stops[at].notes;
    find(".count").textContent = `· ${at + 1} / ${stops.length}`;
    tick();
  }

  function tick() {
    if (!view || view.closed) return;
    const seconds = Math.floor((Date.now() - began) / 1000);
    const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    view.document.querySelector(".clock").textContent = clock;
  }

  deck.does.present = () => {
    if (view && !view.closed) return view.focus();
    view = window.open("", "", "width=1000,height=700");
    if (!view) {
      deck.say(deck.words.no_window, deck.words.language);
      return undefined;
    }
    const page = view.document;
    page.title = deck.words.presenter_title;
    page.documentElement.lang = document.documentElement.lang;
    page.head.append(page.importNode(document.querySelector("style"), true));
    page.body.replaceChildren(page.importNode(document.querySelector("#presenter").content, true));
    page.addEventListener("keydown", deck.key);
    page.querySelector(".back").addEventListener("click", deck.does.back);
    page.querySelector(".on").addEventListener("click", deck.does.next);
    page.querySelector(".again").addEventListener("click", () => { began = Date.now(); tick(); });
    began = Date.now();
    update();
    return undefined;
  };
  deck.listeners.push(update);
  setInterval(tick, 500);
  window.addEventListener("pagehide", () => { if (view) view.close(); });

  // Everything is there: begin, at the stop the address asks for.
  const wanted = Number.parseInt(location.hash.slice(1), 10) || 1;
  deck.go(Math.min(Math.max(wanted, 1), deck.stops.length) - 1);
})();
