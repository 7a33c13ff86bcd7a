"use strict";
/* While a run is under way: how far it has come; when it is done, the page again. */
(() => {
  const box = document.getElementById("progress");
  if (!box || !box.dataset.watch) return;
  let stamp = null, ran = false;
  const language = document.body.dataset.lang;
  async function look() {
    let wait = 15000;
    try {
      const answer = await fetch("/progress.json?lang=" + language, { cache: "no-store" });
      if (answer.ok) {
        const now = await answer.json();
        if (now.state === "running") {
          ran = true; wait = 1000;
          box.hidden = false;
          box.textContent = box.dataset.running + (now.step ? ": " + now.step : "") + (now.said.length ? "\n" + now.said[now.said.length - 1] : "");
        } else if (now.state === "failed") {
          box.hidden = false;
          box.textContent = box.dataset.failed + "\n" + now.said.slice(-4).join("\n");
        } else if (ran || (stamp !== null && stamp !== now.stamp)) {
          box.hidden = false;
          box.textContent = box.dataset.done;
          if (!document.querySelector("textarea:focus, input:focus")) location.reload();
        } else box.hidden = true;
        stamp = now.stamp;
      }
    } catch { /* the server is away: look again */ }
    setTimeout(look, document.hidden ? 30000 : wait);
  }
  look();
})();
