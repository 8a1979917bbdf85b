// The page: phones side by side, kept up to date by asking what changed.
import * as api from "./api.js";
import { askPhone, askPlace } from "./dialogs.js";
import { Phone } from "./phone.js";
import { shortTime } from "./text.js";

const FIRST = ["+923001234567", "Gul Khan"];
const OFTEN = 600;
const SELDOM = 4000;

const element = (id) => document.getElementById(id);
const phones = new Map();
let version = 0;
let cleared = 0;
let timer = 0;
let asking = false;

const tools = { askPlace, guard, tell };

async function guard(promise) {
  try {
    const found = await promise;
    soon();
    return found ?? true;
  } catch (problem) {
    tell(problem.message);
    return null;
  }
}

function tell(words) {
  const note = element("away");
  note.textContent = words;
  note.hidden = false;
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(look, 30);
}

async function look() {
  if (asking) return soon();
  asking = true;
  try {
    const news = await api.changes(version);
    element("away").hidden = true;
    const fresh = version === 0 || news.cleared !== cleared;
    take(news);
    if (fresh && phones.size === 0) await api.putPhone(FIRST[0], { name: FIRST[1] });
    version = news.version;
  } catch {
    tell("The gateway does not answer. Trying again…");
  } finally {
    asking = false;
  }
  clearTimeout(timer);
  timer = setTimeout(look, document.hidden ? SELDOM : OFTEN);
}

function take(news) {
  if (news.cleared !== cleared) {
    cleared = news.cleared;
    for (const phone of phones.values()) phone.root.remove();
    phones.clear();
  }
  for (const state of news.phones) {
    const known = phones.get(state.number);
    if (state.removed) {
      known?.root.remove();
      phones.delete(state.number);
    } else if (known) known.update(state);
    else {
      const phone = new Phone(state, tools);
      phones.set(state.number, phone);
      element("phones").append(phone.root);
      if (version) fetchAll(phone, news.now);
    }
  }
  for (const [number, phone] of phones) {
    const mine = news.messages.filter((message) => message.phone === number);
    if (mine.length) phone.show(mine, news.now);
    phone.call.take(news.calls.filter((call) => call.phone === number));
    phone.find(".clock").textContent = shortTime(news.now);
  }
  outside(news);
}

// A phone that comes back has a past that is older than the last question.
async function fetchAll(phone, now) {
  const all = await api.changes(0);
  phone.show(all.messages.filter((message) => message.phone === phone.number), now);
  phone.call.take(all.calls.filter((call) => call.phone === phone.number));
}

function outside(news) {
  const shifted = Math.round(news.shift / 3600);
  element("now").textContent = new Date(news.now * 1000).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
  element("shift").textContent = shifted ? `(${shifted} h ahead)` : "";
  element("faults").replaceChildren(
    ...news.faults.map((fault) => {
      const item = document.createElement("li");
      item.textContent = `${fault.kind} × ${fault.left}`;
      return item;
    }),
  );
  element("active").textContent = news.faults.length || "";
  element("active").hidden = news.faults.length === 0;
}

element("add").addEventListener("click", askPhone);
element("outside").addEventListener("click", () => {
  const drawer = element("drawer");
  drawer.hidden = !drawer.hidden;
  element("outside").setAttribute("aria-expanded", String(!drawer.hidden));
});
element("desk").addEventListener("click", () => {
  const pane = element("agent");
  const frame = pane.querySelector("iframe");
  pane.hidden = !pane.hidden;
  element("desk").setAttribute("aria-expanded", String(!pane.hidden));
  if (!frame.src) frame.src = frame.dataset.src;
});
for (const button of document.querySelectorAll("[data-hours]")) {
  button.addEventListener("click", () => guard(api.moveClock(Number(button.dataset.hours) * 3600)));
}
for (const button of document.querySelectorAll("[data-fault]")) {
  button.addEventListener("click", () => guard(api.addFault(JSON.parse(button.dataset.fault))));
}
element("well").addEventListener("click", () => guard(api.endFaults()));
element("clear").addEventListener("click", () => {
  if (window.confirm("Forget all phones and messages of the simulator?")) guard(api.clear());
});
document.addEventListener("visibilitychange", soon);
document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details[open]")) if (!open.contains(event.target)) open.open = false;
});
look();
