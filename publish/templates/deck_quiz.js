"use strict";

// Where a stop asks something, the question comes after it: when its video is over, or on the way on.
(() => {
  const { does, keys, listeners } = deck;
  const go = does.next;
  let passed = new Set(); // what was asked since this stop began
  const ask = () => {
    const due = quiz.pending((one) => one.beat === deck.at && !passed.has(one.id));
    if (!due) return false;
    passed.add(due.id);
    quiz.ask(due);
    return true;
  };
  const begin = () => {
    passed = new Set();
    // The keyboard stays where it was in the page.
    const inside = quiz.panel.contains(document.activeElement);
    quiz.put();
    if (inside) document.querySelector('[data-does="next"]').focus();
  };

  does.next = () => (!deck.waiting && ask()) || go();
  does.questions = () => quiz.stops.click();
  keys.q = "questions";
  quiz.goOn.addEventListener("click", does.next);
  listeners.push(begin);
  for (const film of document.querySelectorAll(".film")) {
    film.addEventListener("ended", () => {
      const exploring = document.activeElement.id === "figure"; // who does is asked on the way on
      if (film.dataset.stop === String(deck.at) && !exploring) ask();
    });
  }
})();
