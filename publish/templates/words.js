// Underlines the word that is being said, in the captions: browsers mark no words by themselves, so
// there are captions for each of them. Whoever asks for less motion has to ask for it.
(() => {
  "use strict";
  const video = document.getElementById("video");
  const button = document.getElementById("follow");
  if (!video || !button) return;
  const LAST = 1; // seconds in which the last word of a caption has been said
  const whole = [...video.textTracks].find((track) => track.kind === "captions");
  const worded = video.addTextTrack("captions", button.textContent, whole.language);
  const add = (start, end, text) => end > start && worded.addCue(new VTTCue(start, end, text));
  for (const [start, end, text, words] of JSON.parse(document.getElementById("cues").textContent)) {
    const parts = text.split(/(\s+)/); // words, and what stands between them
    const over = words.length ? Math.min(end, words.at(-1) + LAST) : start;
    const times = [start, ...words.slice(1), over];
    words.forEach((_, number) => {
      const marked = parts.map((part, place) => (place === 2 * number ? `<u>${part}</u>` : part));
      add(times[number], times[number + 1], marked.join(""));
    });
    add(over, end, text);
  }

  let on = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  try {
    on = (localStorage.getItem("words") ?? (on ? "on" : "off")) === "on"; // refused where storage is off
  } catch {}
  const show = () => {
    const seen = [whole, worded].some((track) => track.mode === "showing");
    whole.mode = !on && seen ? "showing" : "disabled";
    worded.mode = on ? "showing" : "disabled";
    button.setAttribute("aria-pressed", String(on));
  };
  button.hidden = false;
  if (on) {
    video.querySelector("track[default]")?.removeAttribute("default"); // or it would come back
    show();
  }
  button.addEventListener("click", () => {
    on = !on;
    try {
      localStorage.setItem("words", on ? "on" : "off");
    } catch {}
    show();
  });
})();
