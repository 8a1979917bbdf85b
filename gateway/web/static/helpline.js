// The helpline's desk: what works without this file works with it too; it adds keys for the player and what is live.
document.documentElement.classList.add("scripted");

const STEP = 3; // seconds
const SLOW = 0.75;

function lists() {
  const live = document.getElementById("live");
  if (!live) return;
  listen(live.dataset.live, live.dataset.after, async () => {
    const at = live.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    const answer = await fetch(live.dataset.url, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
    if (answer?.redirected) location.reload();
    if (!answer?.ok) return;
    live.innerHTML = await answer.text(); // our own page's part, escaped by the server
    if (at) live.querySelector(`a[href="${CSS.escape(at)}"]`)?.focus({ preventScroll: true });
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select") || event.ctrlKey || event.altKey || event.metaKey) return;
    const by = { j: 1, k: -1 }[event.key] ?? { KeyJ: 1, KeyK: -1 }[event.code]; // by its place on an Urdu keyboard
    if (!by) return;
    const all = [...live.querySelectorAll(".lines td:first-child a")];
    const next = all.indexOf(document.activeElement) + by;
    (all[Math.max(0, Math.min(all.length - 1, next))] ?? live).focus();
    event.preventDefault();
  });
}

// That something changed, as it happens. A page in the background listens again when it is looked at.
function listen(url, after, changed) {
  let source, stands = after;
  const start = () => {
    const where = new URL(url, location.href);
    where.searchParams.set("after", stands);
    source = new EventSource(where);
    source.addEventListener("changed", (event) => { stands = event.lastEventId; changed(); });
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) setTimeout(start, 8000); // the session may have ended meanwhile
    });
  };
  start();
  document.addEventListener("visibilitychange", () => {
    source.close();
    if (!document.hidden) start();
  });
  window.addEventListener("pagehide", () => source.close());
}

function thread() {
  const box = document.getElementById("thread");
  if (!box) return;
  const news = document.getElementById("thread-news");
  box.scrollTop = box.scrollHeight;
  listen(box.dataset.live, box.querySelector(".thread").dataset.standing, async () => {
    const answer = await fetch(box.dataset.url).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    if ([...box.querySelectorAll("audio, video")].some((one) => !one.paused)) { news.hidden = false; return; }
    const below = box.scrollHeight - box.scrollTop - box.clientHeight < 80;
    box.innerHTML = await answer.text(); // our own page's part, escaped by the server
    if (below) box.scrollTop = box.scrollHeight;
    news.hidden = below;
  });
  news.addEventListener("click", () => { news.hidden = true; box.scrollTop = box.scrollHeight; });
}

// What is begun is kept as it is written: by the server, and in this browser where the server cannot take it.
function drafts() {
  const form = document.getElementById("answer");
  if (!form) return;
  const text = document.getElementById("answer-text");
  const state = document.getElementById("draft-state");
  const key = `arzi-answer-${form.dataset.draft}`;
  const kept = localStorage.getItem(key);
  if (form.dataset.sent) localStorage.removeItem(key);
  else if (kept && !text.value.trim()) text.value = kept;
  let waiting, sent = false;
  const keep = async () => {
    const data = new FormData(form);
    data.set("quiet", "1");
    const answer = await fetch(form.dataset.draft, { method: "POST", body: data }).catch(() => null);
    const taken = answer?.ok && !answer.redirected;
    if (taken) localStorage.removeItem(key);
    else localStorage.setItem(key, text.value);
    state.textContent = taken ? state.dataset.kept : state.dataset.here;
  };
  text.addEventListener("input", () => {
    state.textContent = "";
    clearTimeout(waiting);
    waiting = setTimeout(keep, 800);
  });
  form.addEventListener("submit", (event) => {
    if (sent) { event.preventDefault(); return; }
    sent = true;
    clearTimeout(waiting);
    localStorage.setItem(key, text.value); // should the session have ended, it is here
  });
  window.addEventListener("pageshow", () => (sent = false));
  document.addEventListener("keydown", (event) => {
    if (event.altKey && !event.ctrlKey && !event.metaKey && event.code === "KeyR") {
      event.preventDefault();
      text.focus();
    }
  });
  const template = document.getElementById("template");
  template?.addEventListener("change", () => {
    const words = template.selectedOptions[0].dataset.text;
    if (!words) return;
    text.value = text.value.trim() ? `${text.value.trim()}\n${words}` : words;
    text.dispatchEvent(new Event("input"));
    text.focus();
  });
}

// The player's keys and buttons. Recordings come while the page is open, so they are looked for anew each time.
function player() {
  const files = () => [...document.querySelectorAll(".recording audio, .recording video")];
  let now = null;
  const current = () => (now?.isConnected ? now : (now = files()[0]));
  const choose = (file) => {
    now = file;
    for (const one of files()) one.closest(".recording").classList.toggle("now", files().length > 1 && one === file);
  };
  document.addEventListener("play", (event) => {
    if (!event.target.closest(".recording")) return;
    for (const other of files()) if (other !== event.target) other.pause();
    choose(event.target);
  }, true);
  const slow = document.querySelector("[data-play=slow]");
  const acts = {
    // Whoever stops goes back a little, so that no word is lost.
    toggle: (file) => (file.paused ? file.play() : (file.pause(), (file.currentTime = Math.max(0, file.currentTime - 1)))),
    back: (file) => (file.currentTime = Math.max(0, file.currentTime - STEP)),
    on: (file) => (file.currentTime = Math.min(file.duration || 0, file.currentTime + STEP)),
    slow: () => {
      const slower = slow?.getAttribute("aria-pressed") !== "true";
      slow?.setAttribute("aria-pressed", String(slower));
      for (const file of files()) file.playbackRate = slower ? SLOW : 1;
    },
  };
  const act = (name) => { const file = current(); if (file) acts[name](file); };
  const keys = { KeyK: "toggle", KeyJ: "back", KeyL: "on", KeyS: "slow" };
  for (const button of document.querySelectorAll("[data-play]")) button.addEventListener("click", () => act(button.dataset.play));
  document.addEventListener("keydown", (event) => {
    const name = event.altKey && !event.ctrlKey && !event.metaKey && keys[event.code];
    if (!name || !current()) return;
    event.preventDefault();
    act(name);
  });
}

function desk() {
  const form = document.getElementById("written");
  if (!form) return;
  let sent = false;
  let changed = false;
  const press = (value) => form.querySelector(`button[value=${value}]`)?.click();
  form.addEventListener("input", () => (changed = true));
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const wish = { Enter: "register", s: "save" }[event.key] ?? { KeyS: "save" }[event.code];
    if (!wish) return;
    event.preventDefault();
    const answer = event.target.closest("#answer");
    if (answer && wish === "register") answer.requestSubmit();
    else press(wish);
  });
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault(); // a second press while the first is on its way
    sent = true;
  });
  window.addEventListener("pageshow", () => (sent = false));
  window.addEventListener("beforeunload", (event) => {
    if (changed && !sent) event.preventDefault();
  });
  const hold = new FormData();
  hold.append("csrf_token", form.elements.csrf_token.value);
  setInterval(async () => {
    const answer = await fetch(form.dataset.hold, { method: "POST", body: hold }).catch(() => null);
    if (answer?.status === 409 && !changed) location.reload();
  }, 45000);
  const first = form.querySelector("[aria-invalid]") ?? document.getElementById("answer-text") ?? form.querySelector("textarea");
  first.focus({ preventScroll: true });
}

// A recording that comes while the page is open is put in its place; what is written stays.
function coming() {
  if (!document.querySelector(".coming")) return;
  const looking = setInterval(async () => {
    const answer = await fetch(location.pathname).catch(() => null);
    if (!answer?.ok) return;
    const news = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".heard");
    if (!news || news.querySelector(".coming")) return;
    clearInterval(looking);
    document.querySelector(".heard").replaceWith(document.adoptNode(news));
  }, 3000);
}

lists();
thread();
drafts();
player();
desk();
coming();
