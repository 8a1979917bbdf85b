// The web app as a chat. Without what it needs (a queue on the phone) the plain form stays, which needs nothing.
import { composer } from "./composer.js";
import { draw } from "./thread.js";
import { whenVoicesCome } from "./speak.js";
import { language, newId, say } from "./words.js";

const queue = self.arziQueue;
const chat = document.getElementById("chat");
const list = chat.querySelector(".thread");
const note = chat.querySelector(".note");
const network = chat.querySelector(".network");
const SOON_MS = [700, 800, 1000, 1000, 1000, 1500, 1500, 2000, 2000, 3000, 3000, 3000, 5000, 5000, 5000, 5000, 10_000];
const SELDOM_MS = 20_000;
let entries = [];
let mark = "";
let asked = 0;
let timer;

const tell = (text) => (note.textContent = text);

async function show() {
  const waiting = await queue.all();
  const before = list.lastElementChild;
  const follows = before ? before.getBoundingClientRect().top < innerHeight : entries.length > 0;
  draw(list, { entries, waiting, onChoice: choose, onRetry: retry, onRemove: removeOne });
  network.hidden = !waiting.some((one) => !one.problem) || navigator.onLine;
  if (follows && list.lastElementChild !== before) list.lastElementChild.scrollIntoView({ block: "nearest" });
}

async function ask() {
  clearTimeout(timer);
  try {
    const answer = await fetch(`/complain/news?mark=${encodeURIComponent(mark)}`, { headers: { Accept: "application/json" } });
    if (answer.status === 200) ({ mark, entries } = await answer.json());
  } catch {
    // there is no network: it is asked again
  }
  await show();
  const soon = SOON_MS[asked] ?? SELDOM_MS;
  asked += 1;
  if (document.visibilityState === "visible") timer = setTimeout(ask, soon);
}

async function sendNow() {
  await show();
  const done = await queue.flush().catch(() => ({ later: 1 }));
  if (done.later) await comeAgain();
  asked = 0;
  await ask();
}

// Where the browser can, it sends by itself when there is network again, though the page is closed.
async function comeAgain() {
  const registered = await navigator.serviceWorker?.ready.catch(() => null);
  await registered?.sync?.register("send").catch(() => {});
}

async function choose(fields) {
  try {
    await queue.put({ id: newId(), at: Date.now(), language, fields, files: [] });
  } catch {
    return tell(say("js.full"));
  }
  return sendNow();
}

async function retry(one, sum) {
  await queue.put({ ...one, problem: undefined, fields: { ...one.fields, sum } });
  await sendNow();
}

async function removeOne(one) {
  await queue.remove(one.id);
  await show();
}

function begin() {
  document.getElementById("plain").hidden = true;
  chat.hidden = false;
  addEventListener("online", sendNow);
  addEventListener("offline", show);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && sendNow());
  navigator.serviceWorker?.addEventListener("message", (event) => event.data === "sent" && ask());
  whenVoicesCome(show);
  document.querySelector("form.leave")?.addEventListener("submit", () => queue.forgetAll());
  chat.querySelector(".person").addEventListener("click", () => choose({ text: say("js.ask_person") }));
}

async function register() {
  if (!navigator.serviceWorker) return;
  await navigator.serviceWorker.register("/complain/worker.js", { scope: "/complain" }).catch(() => {});
  const ready = await navigator.serviceWorker.ready;
  ready.active?.postMessage({ shell: `?language=${language}` });
}

try {
  await queue.all(); // a browser that keeps nothing has no queue
  begin();
  await composer(chat.querySelector("form"), tell, sendNow);
  await sendNow();
  register();
} catch (error) {
  chat.hidden = true;
  document.getElementById("plain").hidden = false;
  throw error;
}
