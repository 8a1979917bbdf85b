// The officer's desk: what works without this file works with it too. It adds keys, suggestions, and what is live.
const root = document.documentElement;
root.classList.add("scripted");
const queue = document.getElementById("queue");
const ticket = document.getElementById("ticket");
const $ = (selector, from = document) => from.querySelector(selector);

/* ---- keys ---- */
const KEYS_OFF = "arzi-keys-off";
const dialog = document.getElementById("keys");
if (dialog) {
  const off = document.getElementById("keys-off");
  off.checked = localStorage.getItem(KEYS_OFF) === "1";
  off.addEventListener("change", () => localStorage.setItem(KEYS_OFF, off.checked ? "1" : "0"));
  document.getElementById("keys-open")?.addEventListener("click", () => dialog.showModal());
}
const links = () => [...document.querySelectorAll(".tickets .which a")];

function step(by) {
  const all = links();
  if (!all.length) return;
  const at = all.findIndex((link) => link.closest("tr").contains(document.activeElement));
  const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by))];
  next.focus();
  next.closest("tr").scrollIntoView({ block: "nearest" });
}
function open(name) {
  const action = document.getElementById(`do-${name}`);
  if (!action) return;
  if (action.tagName === "FORM") { $("button", action).focus(); return; }
  action.open = true;
  ($("input[type=text], input:not([type]), textarea", action) || $("summary", action)).focus();
}
const here = () => document.activeElement?.closest?.(".tickets tr");
const KEYS = {
  j: () => (ticket ? document.getElementById("following")?.click() : step(1)),
  k: () => step(-1),
  o: () => $(".which a", here() || document)?.click(),
  x: () => { const box = here() && $("input[type=checkbox]", here()); if (box) box.checked = !box.checked; },
  "/": () => document.getElementById("q")?.focus(),
  "?": () => dialog?.showModal(),
  u: () => ticket && location.assign(ticket.dataset.back),
  t: () => open("take"),
  r: () => open("reply"),
  n: () => open("note"),
  f: () => open("forward"),
  p: () => open("propose"),
};
// On an Urdu or Pashto keyboard no key gives a Latin letter: there the key's place counts.
function latin({ code, shiftKey }) {
  if (code === "Slash") return shiftKey ? "?" : "/";
  return !shiftKey && /^Key[A-Z]$/.test(code) ? code.slice(3).toLowerCase() : "";
}
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select, dialog[open]");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.tagName === "TEXTAREA") {
    event.preventDefault();
    event.target.form.requestSubmit();
    return;
  }
  if (event.key === "Escape" && typing && !dialog?.open) { event.target.blur(); return; }
  if (typing || event.ctrlKey || event.altKey || event.metaKey || localStorage.getItem(KEYS_OFF) === "1") return;
  const act = KEYS[event.key] ?? KEYS[latin(event)];
  if (!act) return;
  event.preventDefault();
  act();
});

/* ---- forms ---- */
document.addEventListener("submit", (event) => {
  if (event.target.method !== "post") return;
  if (event.target.dataset.sent) event.preventDefault(); // a second press while the first is on its way
  event.target.dataset.sent = "1";
});
window.addEventListener("pageshow", () => { for (const form of document.forms) delete form.dataset.sent; });
const template = document.getElementById("template");
template?.addEventListener("change", () => {
  const text = template.selectedOptions[0].dataset.text;
  const field = document.getElementById("w-reply");
  if (text && field) { field.value = text; field.focus(); }
});

/* ---- the queue ---- */
function bulk() {
  document.getElementById("all")?.addEventListener("click", () => {
    const boxes = [...document.querySelectorAll(".tickets [name=ticket]")];
    const on = boxes.some((box) => !box.checked);
    for (const box of boxes) box.checked = on;
  });
}
let wanted = false, busy = false;
const news = document.getElementById("news");
async function refresh(asked) {
  const lines = document.getElementById("lines");
  const inUse = lines.querySelector("input:checked") || lines.contains(document.activeElement) && document.activeElement.closest(".bulk");
  if (inUse && !asked) { news.hidden = false; return; }
  const at = here()?.dataset.number;
  const before = new Set(links().map((link) => link.textContent));
  const answer = await fetch(location.href, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
  if (!answer) return;
  if (answer.redirected) { location.reload(); return; }
  if (!answer.ok) return;
  lines.innerHTML = await answer.text(); // our own page's part, escaped by the server
  news.hidden = true;
  for (const link of links()) {
    const row = link.closest("tr");
    if (!before.has(link.textContent)) row.classList.add("new");
    if (row.dataset.number === at) link.focus({ preventScroll: true });
  }
  bulk();
}
async function changed() {
  wanted = true;
  if (busy) return;
  busy = true;
  while (wanted) {
    wanted = false;
    if (!document.hidden) await refresh(false);
    await new Promise((done) => setTimeout(done, 3000)); // a burst of changes is one look
  }
  busy = false;
}

/* ---- live ---- */
function listen(page, handlers) {
  let source;
  const start = () => {
    const url = new URL(page.dataset.live, location.href);
    url.searchParams.set("after", page.dataset.after);
    source = new EventSource(url);
    for (const [name, handle] of Object.entries(handlers)) {
      source.addEventListener(name, (event) => {
        if (event.lastEventId) page.dataset.after = event.lastEventId;
        handle(JSON.parse(event.data));
      });
    }
  };
  start();
  document.addEventListener("visibilitychange", () => {
    source.close();
    if (!document.hidden) start();
  });
  window.addEventListener("pagehide", () => source.close());
}
if (queue) {
  bulk();
  $("button", news)?.addEventListener("click", () => refresh(true));
  listen(queue, { tickets: changed });
}
if (ticket) {
  const shown = document.getElementById("here");
  const comma = ["ur", "ps"].includes(root.lang) ? "، " : ", ";
  listen(ticket, {
    tickets: () => { news.hidden = false; },
    present: ({ names }) => {
      shown.hidden = !names.length;
      $("b", shown).textContent = names.join(comma);
    },
  });
  window.addEventListener("pagehide", () => {
    const token = $("input[name=csrf_token]");
    if (!token) return;
    const data = new FormData();
    data.append("csrf_token", token.value);
    navigator.sendBeacon(ticket.dataset.leave, data);
  });
}
