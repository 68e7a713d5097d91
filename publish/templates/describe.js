// Reads aloud what the picture shows and the sentence doesn't say, while the video waits. Where
// the browser has no voice of the language, it can be read, and screen readers say it.
(() => {
  "use strict";
  const video = document.getElementById("video");
  const source = document.getElementById("descriptions");
  if (!video || !source) return;
  const { language, told } = JSON.parse(source.textContent);
  const button = document.getElementById("aloud");
  const box = document.getElementById("description");
  const LEAST = 3000; // milliseconds that a text stands at least, and for each of its letters
  const EACH = 70;
  let on = false;
  let waiting = null; // what goes on with the video; nothing while nobody describes
  let timer = 0;

  const voice = () => {
    const prefix = language.toLowerCase().split("-")[0];
    const all = window.speechSynthesis?.getVoices() ?? [];
    return all.find((one) => one.lang.toLowerCase().startsWith(prefix));
  };
  const quiet = () => {
    waiting = null;
    clearTimeout(timer);
    window.speechSynthesis?.cancel();
    box.hidden = true;
    box.textContent = "";
  };
  const describe = (text) => {
    const speaker = voice();
    const done = () => {
      if (waiting !== done) return; // somebody has gone on
      quiet();
      video.play();
    };
    waiting = done;
    video.pause();
    box.setAttribute("aria-live", speaker ? "off" : "polite"); // it isn't to be said twice
    box.hidden = false;
    box.textContent = text;
    if (!speaker) {
      timer = setTimeout(done, Math.max(LEAST, EACH * text.length));
      return;
    }
    const said = new SpeechSynthesisUtterance(text);
    said.lang = language;
    said.voice = speaker;
    said.onend = said.onerror = done;
    window.speechSynthesis.speak(said);
  };

  button.hidden = false;
  button.addEventListener("click", () => {
    on = !on;
    voice(); // browsers begin to look for voices when they are first asked
    button.setAttribute("aria-pressed", String(on));
    if (!on && waiting) quiet();
  });
  video.addEventListener("play", () => waiting && quiet());
  let before = 0;
  video.addEventListener("timeupdate", () => {
    const now = video.currentTime;
    const due = told.find(([start]) => before < start && start <= now);
    if (due && on && !video.paused && now - before < 2) describe(due[2]);
    before = now;
  });
  addEventListener("pagehide", quiet);
})();
