// What a page does around its video: jumps, marks what is being said, shows captions.
(() => {
  "use strict";
  const video = document.getElementById("video");
  const find = (id) => document.getElementById(id);

  // Words for the picture are always there for screen readers and on paper; this shows them.
  const describe = find("describe");
  if (describe) {
    describe.hidden = false;
    describe.addEventListener("click", () => {
      const on = describe.getAttribute("aria-pressed") !== "true";
      describe.setAttribute("aria-pressed", String(on));
      find("lines").classList.toggle("described", on);
    });
  }

  const copy = find("copy");
  if (copy) {
    const code = find("code");
    // Only now the page knows where on the web it is.
    if (location.protocol.startsWith("http")) {
      code.value = code.value.replace("embed.html", new URL("embed.html", location.href).href);
    }
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      code.select();
      try {
        await navigator.clipboard.writeText(code.value);
        find("copied").textContent = copy.dataset.done;
      } catch {} // not allowed here: the text is selected, the keyboard copies it
    });
  }

  // The figure says how high it is, and is told the theme and what moments of the video it can show.
  const explorer = find("explorer");
  const moments = JSON.parse(find("moments")?.dataset.moments ?? "[]");
  const present = (some) => some.findLast(([start]) => start <= video.currentTime) ?? some[0];
  addEventListener("message", ({ source, data }) => {
    if (source !== explorer?.contentWindow) return;
    if (data?.height > 0) explorer.style.height = `${data.height + explorer.offsetHeight - explorer.clientHeight}px`;
    // It says in which of them it is: the video can go back there.
    if (!Array.isArray(data?.met) || !moments.length) return;
    const [start, , time] = present(data.met.map((i) => moments[i])) ?? [];
    const back = find("in-video");
    back.disabled = start === undefined;
    back.dataset.start = start;
    back.querySelector(".time").textContent = time ?? "";
  });
  const greet = () =>
    explorer.contentWindow.postMessage({ theme: document.documentElement.dataset.theme, moments: moments.map(([, state]) => state) }, "*");
  if (explorer) {
    explorer.addEventListener("load", greet);
    greet(); // it may have been there before this script
  }

  if (!video) {
    document.querySelectorAll("button[data-start]").forEach((button) => (button.disabled = true));
    return;
  }

  // Browsers load no track for a page that was opened as a file.
  if (location.protocol === "file:") {
    const element = video.querySelector("track");
    const track = video.addTextTrack("captions", element.label, element.srclang);
    element.remove();
    for (const [start, end, text] of JSON.parse(find("cues").textContent)) {
      track.addCue(new VTTCue(start, end, text));
    }
    track.mode = "showing";
  }

  // The figure shows what the video is about now; the video never changes it by itself.
  find("moment")?.addEventListener("click", () => {
    explorer.src = `${explorer.getAttribute("src").split("#")[0]}#${present(moments)[1]}`;
  });

  // A picture later than the start of a beat is certainly one of its own.
  const JUST_AFTER = 0.001;
  const jump = (seconds) => {
    video.currentTime = Number(seconds) + JUST_AFTER;
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-start]");
    if (!button) return;
    jump(button.dataset.start);
    if (!button.closest(".stage")) {
      video.scrollIntoView({ block: "nearest", behavior: calm.matches ? "auto" : "smooth" });
    }
  });

  // Addresses such as index.html#t=12.5 start there.
  const fromAddress = () => {
    const found = /^#t=(\d+(?:\.\d+)?)$/.exec(location.hash);
    if (found) jump(found[1]);
  };
  addEventListener("hashchange", fromAddress);
  if (video.readyState) fromAddress();
  else video.addEventListener("loadedmetadata", fromAddress, { once: true });

  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const lines = find("lines");
  if (!lines) return;
  const beats = [...lines.querySelectorAll("li[data-start]")];
  const chapters = [...document.querySelectorAll(".chapters button")];
  let marked = null;
  let touched = -Infinity;

  const mark = (elements, current) => {
    for (const element of elements) {
      if (element === current) element.setAttribute("aria-current", "true");
      else element.removeAttribute("aria-current");
    }
  };
  const last = (elements, now) =>
    elements.findLast((element) => Number(element.dataset.start) <= now) ?? elements[0];

  const follow = () => {
    const now = video.currentTime;
    const beat = last(beats, now);
    if (beat === marked) return;
    marked = beat;
    mark(beats.map((one) => one.querySelector("button")), beat.querySelector("button"));
    mark(chapters, last(chapters, now));
    // Whoever is reading elsewhere in the box is left alone for a while.
    if (performance.now() - touched > 4000) centre(calm.matches ? "auto" : "smooth");
  };
  // Only the box is scrolled: scrollIntoView would move the whole page.
  const centre = (behavior) => {
    if (!marked) return;
    const top = marked.offsetTop - (lines.clientHeight - marked.offsetHeight) / 2;
    lines.scrollTo({ top, behavior });
  };
  describe.addEventListener("click", () => centre("auto")); // every line has moved
  for (const kind of ["wheel", "touchmove", "keydown"]) {
    lines.addEventListener(kind, () => (touched = performance.now()), { passive: true });
  }
  for (const kind of ["timeupdate", "seeking", "seeked", "play"]) {
    video.addEventListener(kind, follow);
  }
})();
