// The theme: what the system asks for, unless somebody chose the other one. It runs before
// anything is drawn, so that no page flashes in the wrong colours.
(() => {
  "use strict";
  const root = document.documentElement;
  const asked = matchMedia("(prefers-color-scheme: dark)");
  let chosen = null;
  try {
    chosen = localStorage.getItem("theme"); // refused where storage is off: then nothing is kept
  } catch {}
  const dark = () => (chosen ? chosen === "dark" : asked.matches);
  const show = () => {
    root.dataset.theme = dark() ? "dark" : "light";
    document.getElementById("theme")?.setAttribute("aria-pressed", String(dark()));
  };
  show();
  asked.addEventListener("change", show);
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    if (!button) return;
    button.hidden = false;
    show();
    button.addEventListener("click", () => {
      chosen = dark() ? "light" : "dark";
      try {
        localStorage.setItem("theme", chosen);
      } catch {}
      show();
      for (const frame of document.querySelectorAll("iframe")) frame.contentWindow.postMessage({ theme: chosen }, "*");
    });
  });
  // A figure inside a page has the theme of the page.
  addEventListener("message", ({ data }) => {
    if (!["dark", "light"].includes(data?.theme)) return;
    chosen = data.theme;
    show();
  });
})();
