// The helpline's desk: what works without this file works with it too; it adds keys for the player and what is live.
document.documentElement.classList.add("scripted");

const STEP = 3; // seconds
const SLOW = 0.75;

function lists() {
  const live = document.getElementById("live");
  if (!live) return;
  let shown = live.innerHTML;
  setInterval(async () => {
    if (document.hidden || live.contains(document.activeElement)) return;
    try {
      const answer = await fetch(live.dataset.url, { headers: { "X-Requested-With": "fetch" } });
      if (answer.redirected) location.reload();
      const news = answer.ok ? await answer.text() : shown;
      if (news !== shown) live.innerHTML = shown = news; // our own page's part, escaped by the server
    } catch { /* the next look comes in a few seconds */ }
  }, 4000);
}

function player() {
  const files = [...document.querySelectorAll(".recording audio")];
  if (files.length === 0) return;
  let now = files[0];
  const choose = (file) => {
    now = file;
    for (const one of files) one.closest(".recording").classList.toggle("now", files.length > 1 && one === file);
  };
  for (const file of files) {
    file.addEventListener("play", () => {
      for (const other of files) if (other !== file) other.pause();
      choose(file);
    });
  }
  const slow = document.querySelector("[data-play=slow]");
  const acts = {
    // Whoever stops goes back a little, so that no word is lost.
    toggle: () => (now.paused ? now.play() : (now.pause(), (now.currentTime = Math.max(0, now.currentTime - 1)))),
    back: () => (now.currentTime = Math.max(0, now.currentTime - STEP)),
    on: () => (now.currentTime = Math.min(now.duration || 0, now.currentTime + STEP)),
    slow: () => {
      const slower = slow.getAttribute("aria-pressed") !== "true";
      slow.setAttribute("aria-pressed", String(slower));
      for (const file of files) file.playbackRate = slower ? SLOW : 1;
    },
  };
  const keys = { KeyK: "toggle", KeyJ: "back", KeyL: "on", KeyS: "slow" };
  for (const button of document.querySelectorAll("[data-play]")) button.addEventListener("click", () => acts[button.dataset.play]());
  document.addEventListener("keydown", (event) => {
    const act = event.altKey && !event.ctrlKey && !event.metaKey && keys[event.code];
    if (!act) return;
    event.preventDefault();
    acts[act]();
  });
  choose(now);
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
    const wish = { Enter: "register", s: "save" }[event.key];
    if (!wish) return;
    event.preventDefault();
    press(wish);
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
  (form.querySelector("[aria-invalid]") ?? form.querySelector("textarea")).focus({ preventScroll: true });
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
    player();
  }, 3000);
}

lists();
player();
desk();
coming();
