"use strict";
/* The coding room by keys. A click has a key of its own, is kept in this browser until the server says that it is stored,
   and is sent again until then; what arrives twice is stored once. Without this script every button is a form. */
(() => {
  const room = document.getElementById("room"), said = document.getElementById("said");
  const { post, csrf, store, unit, before, next, open } = room.dataset;
  const forms = [...room.querySelectorAll("form.code")];
  const history = [];
  let now = 0, sent = null, leaving = false;

  const kept = () => JSON.parse(localStorage.getItem(store) || "[]");
  const keep = (clicks) => localStorage.setItem(store, JSON.stringify(clicks));
  const say = (text, warn) => { said.textContent = text; said.classList.toggle("warn", Boolean(warn)); };
  const key = () => crypto.randomUUID ? crypto.randomUUID() : [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");

  async function send() {
    while (kept().length && !leaving) {
      sent ??= deliver().finally(() => { sent = null; });
      await sent;
    }
    return !leaving;
  }

  async function deliver() {
    let wait = 0, most = 50;
    while (kept().length) {
      const clicks = kept().slice(0, most);
      try {
        const answer = await fetch(post, { method: "POST", headers: { "Content-Type": "application/json", "X-Csrf-Token": csrf }, body: JSON.stringify(clicks) });
        const refused = answer.status === 400 || answer.status === 409;
        if (refused && clicks.length > 1) { most = 1; continue; }
        if (answer.ok || refused) {
          const gone = new Set(clicks.map((c) => c.key));
          keep(kept().filter((c) => !gone.has(c.key)));
          if (answer.ok) say(clicks.at(-1).value === null ? room.dataset.undone : room.dataset.saved);
          else { say(room.dataset.refused.replace("{what}", (await answer.json()).problems.join(" ")), true); break; }
          wait = 0;
          continue;
        }
        if (answer.status === 401 || answer.status === 403) { leaving = true; location.href = "/signin?next=" + encodeURIComponent(location.pathname); break; }
      } catch { /* away: try again */ }
      say(room.dataset.unsent, true);
      wait = Math.min(wait ? wait * 2 : 500, 8000);
      await new Promise((done) => setTimeout(done, wait));
    }
  }

  function click(code, value) {
    keep([...kept(), { key: key(), unit, code, value }]);
    return send();
  }

  function show(form, value) {
    for (const button of form.querySelectorAll("button[name=value]")) button.setAttribute("aria-pressed", String(button.value === value));
    const number = form.querySelector("input[name=value]");
    if (number) number.value = value ?? "";
  }
  const given = (form) => form.querySelector("button[aria-pressed=true]")?.value ?? form.querySelector("input[name=value]:not([type=hidden])")?.value ?? null;

  function focus(place) {
    now = Math.max(0, Math.min(forms.length - 1, place));
    forms.forEach((form, i) => form.classList.toggle("now", i === now));
    forms[now]?.scrollIntoView({ block: "nearest" });
  }

  async function choose(form, value) {
    const code = form.dataset.code, was = given(form);
    history.push({ form, code, was });
    show(form, value);
    const place = forms.indexOf(form);
    if (place < forms.length - 1) focus(place + 1);
    const stored = await click(code, value);
    const all = forms.every((one) => given(one));
    if (stored && all && was === null && place === forms.length - 1 && (next || open)) location.href = next || open;
  }

  function back() {
    const last = history.pop();
    const form = last?.form ?? forms[now], was = last?.was ?? null;
    if (!form || (!last && given(form) === null)) return;
    show(form, was);
    focus(forms.indexOf(form));
    click(form.dataset.code, was || null);
  }

  for (const form of forms) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const button = event.submitter;
      if (button?.name === "undo") { history.push({ form, code: form.dataset.code, was: null }); back(); return; }
      const value = button?.name === "value" ? button.value : form.querySelector("input[name=value]:not([type=hidden])")?.value;
      if (value !== undefined && value !== "") choose(form, value);
    });
    form.addEventListener("focusin", () => focus(forms.indexOf(form)));
  }
  const memo = room.querySelector("form.memo");
  memo.addEventListener("submit", (event) => { event.preventDefault(); click("memo", memo.value.value || null); memo.value.blur(); });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const writing = event.target.closest("textarea, input:not([type=hidden])");
    if (writing) { if (event.key === "Escape") writing.blur(); return; }
    if (/^[0-9]$/.test(event.key) && forms[now]) {
      const button = [...forms[now].querySelectorAll("button[name=value]")].find((b) => b.querySelector("kbd")?.textContent === event.key);
      if (button) { event.preventDefault(); choose(forms[now], button.value); }
    } else if (event.key === "ArrowDown") { event.preventDefault(); focus(now + 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); focus(now - 1); }
    else if (event.key === "ArrowLeft" && before) location.href = before;
    else if (event.key === "ArrowRight" && (next || open)) location.href = next || open;
    else if (event.key === "u" || event.key === "Backspace") { event.preventDefault(); back(); }
    else if (event.key === "m") { event.preventDefault(); memo.value.focus(); }
  });
  window.addEventListener("online", send);
  focus(Math.max(0, forms.findIndex((form) => given(form) === null)));
  if (kept().length) send();
})();
