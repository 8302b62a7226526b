"use strict";
// A map is drawn when it is first shown: before that it has no size to be drawn at.
for (const fold of document.querySelectorAll("details.live")) {
  fold.addEventListener("toggle", () => {
    const frame = fold.querySelector("iframe");
    if (fold.open && !frame.srcdoc) frame.srcdoc = frame.dataset.map;
  });
}
