"use strict";

// The stage: which stop is shown, and what of it.
const deck = (() => {
  const find = (selector) => document.querySelector(selector);
  const texts = (name) => Array.from(document.getElementsByClassName(name), (node) => node.textContent);
  const words = JSON.parse(find("#words").textContent);
  const stops = texts("told").map((text) => JSON.parse(text));
  const stills = texts("picture").map((text) => "data:image/webp;base64," + text);
  const clips = Array.from(document.getElementsByClassName("clip"));
  const films = Array.from(document.querySelectorAll(".film"));
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const framed = window.self !== window.top;
  const listeners = [];
  let at = -1;
  let started = false;
  let waiting = false;  // for a key or a click: before that, browsers play no sound

  // A video is taken out of the text only when it is needed: the page opens at once.
  const addresses = new Map();
  function address(index) {
    if (!addresses.has(index)) {
      const bytes = Uint8Array.from(atob(clips[index].textContent), (one) => one.charCodeAt(0));
      addresses.set(index, URL.createObjectURL(new Blob([bytes], { type: "video/mp4" })));
    }
    return addresses.get(index);
  }

  // Of the two videos one is shown; the other one has the next stop ready.
  function load(film, index) {
    if (film.dataset.stop !== String(index)) {
      film.dataset.stop = index;
      film.src = address(index);
      film.load();
    }
  }
  const shown = () => films.find((film) => film.classList.contains("shown"));

  function showStill(index) {
    films.forEach((film) => { film.pause(); film.classList.remove("shown"); });
    find("#still").src = stills[index];
    find("#start").hidden = false;
  }

  // Said to those who hear the page, in the language of the lesson or in that of its words.
  function say(text, language) {
    find("#says").lang = language;
    find("#says").textContent = text;
  }

  function wait(on) {
    waiting = on;
    find("#hint").hidden = !on;
    if (on) say(find("#hint").textContent, words.language);
  }

  function play(index) {
    started = true;
    wait(false);
    find("#start").hidden = true;
    const film = films.find((one) => one.dataset.stop === String(index)) || films.find((one) => one !== shown());
    load(film, index);
    if (film.currentTime > 0) film.currentTime = 0;
    const show = () => {
      if (waiting || at !== index || film.dataset.stop !== String(index)) return;
      for (const one of films) {
        one.classList.toggle("shown", one === film);
        if (one !== film) one.pause();
      }
      find("#still").src = stills[index];  // what is seen should the video fail
      if (index + 1 < stops.length) load(films.find((one) => one !== film), index + 1);
    };
    if (film.readyState >= 2) show();
    else for (const name of ["loadeddata", "seeked"]) film.addEventListener(name, show, { once: true });
    // Refused where pages may not play anything, or no sound, by themselves: then people begin.
    film.play().catch((error) => {
      if (error.name !== "NotAllowedError" || at !== index) return;
      showStill(index);
      wait(true);
    });
  }

  function tell(index) {
    const stop = stops[index];
    const count = `${index + 1} / ${stops.length}`;
    find("#where").textContent = stop.chapter ? `${count}  ${stop.chapter}` : count;
    find("#progress").setAttribute("aria-valuenow", index + 1);
    find("#progress").setAttribute("aria-valuetext", words.stop.replace("{number}", index + 1));
    find("#progress > div").style.width = `${100 * (index + 1) / stops.length}%`;
    find("#notes > div").textContent = stop.notes;
    find("#still").alt = stop.speech;
    films.forEach((film) => film.setAttribute("aria-label", stop.speech));
    say(`${index + 1}. ${stop.speech}`, document.documentElement.lang);
    disable("back", index === 0);
    disable("next", index === stops.length - 1);
    caption();
  }

  // Not `disabled`: a button that has the focus would lose it.
  function disable(name, off) {
    find(`[data-does="${name}"]`).setAttribute("aria-disabled", off);
  }

  function caption() {
    const film = shown();
    const now = film && film.dataset.stop === String(at) ? film.currentTime : 0;
    const captions = stops[at].captions;
    const said = captions.filter((one) => one.start <= now + 0.02).pop() || captions[0];
    const text = said ? said.text : stops[at].line;
    if (find("#captions").textContent !== text) find("#captions").textContent = text;
  }
  films.forEach((film) => film.addEventListener("timeupdate", caption));

  function begun() {
    listeners.forEach((listener) => listener());
  }

  function go(index) {
    if (index < 0 || index >= stops.length) return;
    at = index;
    // In a frame it is a part of somebody's page, and doesn't move before it is asked to.
    wait(false);
    if (calm.matches || (framed && !started)) showStill(index);
    else play(index);
    tell(index);
    try { history.replaceState(null, "", "#" + (index + 1)); } catch { /* not in every frame */ }
    begun();
  }

  function again() {
    play(at);
    begun();
  }

  function toggle(id) {
    const hidden = find("#" + id).toggleAttribute("hidden");
    find(`[data-does="${id}"]`).setAttribute("aria-pressed", !hidden);
  }

  function full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (document.documentElement.requestFullscreen) document.documentElement.requestFullscreen().catch(() => {});
  }

  const does = {
    next: () => (waiting ? again() : go(at + 1)),
    back: () => go(at - 1),
    first: () => go(0),
    last: () => go(stops.length - 1),
    replay: again,
    captions: () => toggle("captions"),
    notes: () => toggle("notes"),
    full,
  };

  const keys = {
    ArrowRight: "next", PageDown: "next", " ": "next", ArrowLeft: "back", PageUp: "back", Home: "first",
    End: "last", r: "replay", f: "full", c: "captions", n: "notes", p: "present",
  };
  // These are for whoever moves about in the page, or for the browser.
  const silent = ["Tab", "Escape", "Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock"];
  function key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    let name = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if ([" ", "Enter"].includes(event.key) && event.target.closest("button, summary")) return;
    // What is typed or chosen is an answer; what presenters hold in their hands has these keys.
    if (event.target.closest("input") && !event.key.startsWith("Page")) return;
    if (!name && waiting && !silent.includes(event.key)) name = "next";
    if (!name) return;
    event.preventDefault();
    does[name]();
  }
  document.addEventListener("keydown", key);

  for (const button of document.querySelectorAll("[data-does]")) {
    button.addEventListener("click", () => does[button.dataset.does]());
  }
  find("#start").addEventListener("click", (event) => {
    event.stopPropagation();
    again();
    find('[data-does="next"]').focus();
  });

  // A finger that moves sideways swipes; one that stays taps, and the left third goes back.
  let touched = null;
  const stage = find("#stage");
  stage.addEventListener("pointerdown", (event) => { touched = event.clientX; });
  stage.addEventListener("pointerup", (event) => {
    if (touched === null || event.button !== 0 || event.target.closest("button")) return;
    const moved = event.clientX - touched;
    const left = event.clientX < stage.getBoundingClientRect().left + stage.clientWidth / 3;
    touched = null;
    if (waiting) again();
    else if (Math.abs(moved) > 40) does[moved < 0 ? "next" : "back"]();
    else does[left ? "back" : "next"]();
  });
  stage.addEventListener("pointercancel", () => { touched = null; });

  let alone = 0;
  function wake() {
    clearTimeout(alone);
    document.body.classList.remove("alone");
    if (document.fullscreenElement) alone = setTimeout(() => document.body.classList.add("alone"), 2500);
  }
  for (const name of ["pointermove", "fullscreenchange", "focusin"]) document.addEventListener(name, wake);
  document.addEventListener("keydown", (event) => { if (event.key === "Tab") wake(); });

  return { words, stops, stills, does, keys, key, go, say, listeners, get at() { return at; }, get waiting() { return waiting; } };
})();
