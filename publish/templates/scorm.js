// Tells a learning management system (SCORM 1.2) how far somebody has come, and what was answered.
// Without one, the page is a page.
(() => {
  "use strict";
  const FARTHEST = 20; // windows up; a page in its own frame must not search for ever

  const above = (start) => {
    let frame = start;
    for (let step = 0; frame && step < FARTHEST; step += 1) {
      try {
        if (frame.API) return frame.API;
      } catch {
        return null; // a window of somebody else's
      }
      if (frame.parent === frame) return null;
      frame = frame.parent;
    }
    return null;
  };
  const api = above(window) ?? (window.opener && above(window.opener)) ?? null;
  if (!api || String(api.LMSInitialize("")) !== "true") return;

  const video = document.getElementById("video");
  const enough = Number(document.querySelector("main").dataset.completed);
  const before = api.LMSGetValue("cmi.core.lesson_status");
  let completed = before === "completed" || before === "passed";
  let finished = false;
  const began = Date.now();

  const set = (name, value) => api.LMSSetValue(`cmi.core.${name}`, String(value));
  const complete = () => {
    if (completed || finished) return;
    completed = true;
    set("lesson_status", "completed");
    api.LMSCommit("");
  };

  if (!completed) {
    set("lesson_status", "incomplete");
    api.LMSCommit("");
  }
  if (video) {
    const place = Number(api.LMSGetValue("cmi.core.lesson_location"));
    const goOn = () => {
      if (place > 0 && place < video.duration) video.currentTime = place;
    };
    if (video.readyState) goOn();
    else video.addEventListener("loadedmetadata", goOn, { once: true });
    video.addEventListener("ended", complete);
    video.addEventListener("timeupdate", () => {
      if (video.currentTime >= enough) complete();
    });
  } else {
    complete(); // nothing to play: whoever has opened it has seen it
  }

  // As SCORM writes a length of time: HHHH:MM:SS.
  const time = (milliseconds) => {
    const seconds = Math.floor(milliseconds / 1000);
    const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    return parts.map((part, index) => String(part).padStart(index ? 2 : 4, "0")).join(":");
  };
  const KINDS = { number: "fill-in", choice: "choice", order: "sequencing" };
  if (quiz) {
    const before = String(api.LMSGetValue("cmi.suspend_data")).split(" ").filter(Boolean);
    quiz.recall(before.map((one) => [one.slice(1), one[0] === "+"]));
    let next = Number(api.LMSGetValue("cmi.interactions._count")) || 0;
    document.addEventListener("answered", ({ detail }) => {
      const { item, response, fresh, right } = detail;
      const { right: points, count } = quiz.standing();
      if (finished) return;
      if (KINDS[item.kind]) {
        const told = {
          id: item.id,
          type: KINDS[item.kind],
          time: new Date().toTimeString().slice(0, 8),
          "correct_responses.0.pattern": item.kind === "number" ? item.value : item.right.join(","),
          student_response: response.slice(0, 255),
          result: right ? "correct" : "wrong",
        };
        for (const [name, value] of Object.entries(told)) {
          api.LMSSetValue(`cmi.interactions.${next}.${name}`, value);
        }
        next += 1;
      }
      if (fresh) {
        const kept = [...quiz.first].map(([id, right]) => (right ? "+" : "-") + id);
        api.LMSSetValue("cmi.suspend_data", kept.join(" "));
      }
      if (fresh && count) {
        set("score.min", 0);
        set("score.max", 100);
        set("score.raw", Math.round((100 * points) / count));
      }
      api.LMSCommit("");
    });
  }

  const finish = () => {
    if (finished) return;
    finished = true;
    if (video) set("lesson_location", video.ended ? 0 : video.currentTime.toFixed(2));
    set("session_time", time(Date.now() - began));
    set("exit", completed ? "" : "suspend");
    api.LMSFinish("");
  };
  addEventListener("pagehide", finish);
  addEventListener("beforeunload", finish);
})();
