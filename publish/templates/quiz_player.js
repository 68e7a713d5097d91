// The player stops where a question is asked.
(() => {
  "use strict";
  const video = document.getElementById("video");
  if (!quiz || !video) return;
  quiz.stops.hidden = false;
  quiz.goOn.addEventListener("click", () => {
    quiz.put();
    video.focus({ preventScroll: true });
    video.play();
  });
  video.addEventListener("play", quiz.put);

  const CLOSE = 0.3; // seconds before its end a question is over: players tell the time that often
  const FAR = 2; // and further than that nobody has played, but jumped
  let before = 0;
  video.addEventListener("timeupdate", () => {
    const now = video.currentTime;
    const due = quiz.pending((one) => before < one.stop - CLOSE && one.stop - CLOSE <= now);
    if (due && !video.paused && now - before < FAR) {
      video.pause();
      if (document.fullscreenElement) document.exitFullscreen();
      quiz.ask(due);
    }
    before = now;
  });
})();
