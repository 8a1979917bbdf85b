// The mailbox page: write to the office, see what it answers. Kept up to date by asking what changed.
import * as api from "./api.js";
import { answerTo, form, startNew } from "./letter.js";
import { dayName, fill, shortTime } from "./text.js";

const OFTEN = 700;
const SELDOM = 4000;
const QUOTED = /\n+(?=On [^\n]+ wrote:\n>)/;

const element = (id) => document.getElementById(id);
const mails = new Map();
const opened = new Set();
let version = 0;
let cleared = 0;
let box = "";
let timer = 0;
let asking = false;

function tell(words) {
  element("away").textContent = words;
  element("away").hidden = !words;
}

export function soon() {
  clearTimeout(timer);
  timer = setTimeout(look, 30);
}

async function look() {
  if (asking) return soon();
  asking = true;
  try {
    const news = await api.mails(version);
    tell("");
    if (news.cleared !== cleared) mails.clear();
    const changed = news.cleared !== cleared || news.mails.length > 0;
    cleared = news.cleared;
    for (const mail of news.mails) mails.set(mail.id, mail);
    version = news.version;
    if (changed) show();
  } catch {
    tell("The gateway does not answer. Trying again…");
  } finally {
    asking = false;
  }
  clearTimeout(timer);
  timer = setTimeout(look, document.hidden ? SELDOM : OFTEN);
}

export function open(address) {
  box = address.trim().toLowerCase();
  show();
}

// The newest thread first, and in it the newest mail.
function show() {
  const newest = [...mails.values()].sort((one, other) => other.id - one.id);
  const boxes = [...new Set(newest.map((mail) => mail.box))];
  if (!boxes.includes(box)) box = boxes[0] ?? "";
  element("boxes").replaceChildren(...boxes.map((address) => boxButton(address, newest)));
  element("empty").hidden = newest.length > 0;
  const threads = new Map();
  for (const mail of newest.filter((one) => one.box === box)) {
    if (!threads.has(mail.thread)) threads.set(mail.thread, []);
    threads.get(mail.thread).push(mail);
  }
  const place = document.querySelector(".mails").scrollTop;
  element("threads").replaceChildren(...[...threads.values()].map(thread));
  document.querySelector(".mails").scrollTop = place;
}

function boxButton(address, newest) {
  const button = document.createElement("button");
  const came = newest.filter((mail) => mail.box === address && !mail.outgoing).length;
  button.type = "button";
  button.textContent = `${address} `;
  button.setAttribute("aria-current", String(address === box));
  if (came) button.append(Object.assign(document.createElement("b"), { textContent: came, title: "answers" }));
  button.addEventListener("click", () => open(address));
  return button;
}

function thread(members) {
  const section = document.createElement("section");
  const heading = document.createElement("h2");
  section.className = "thread";
  fill(heading, members[members.length - 1].subject || "(no subject)");
  section.append(heading, ...members.map(card));
  return section;
}

function card(mail) {
  const root = element("mail").content.cloneNode(true).firstElementChild;
  const find = (selector) => root.querySelector(selector);
  root.classList.add(mail.outgoing ? "out" : "in");
  root.classList.toggle("refused", mail.refused);
  root.dataset.id = mail.id;
  find(".who").textContent = mail.from;
  find("time").textContent = `${dayName(mail.at, Date.now() / 1000)} ${shortTime(mail.at)}`;
  find(".to").textContent = `to ${mail.to}${mail.reply_to ? ` · answers to ${mail.reply_to}` : ""}`;
  const said = mail.outgoing ? (mail.answer ?? "being sent…") : "";
  find(".said").textContent = said;
  find(".said").hidden = !said;
  const [written, quoted] = mail.text.trim().split(QUOTED);
  fill(find(".words"), written);
  fill(find(".quoted .words"), quoted ?? "");
  find(".quoted").hidden = !quoted;
  find(".attached").append(
    ...mail.attachments.map((file) => Object.assign(document.createElement("li"), { textContent: `${file.name} (${file.type})` })),
  );
  find(".attached").hidden = mail.attachments.length === 0;
  find(".source").href = api.mailUrl(mail.id, "raw");
  find(".reply").hidden = find(".reply-bare").hidden = mail.outgoing;
  find(".reply").addEventListener("click", () => answerTo(mail, true));
  find(".reply-bare").addEventListener("click", () => answerTo(mail, false));
  html(mail, find);
  return root;
}

function html(mail, find) {
  const button = find(".as-html");
  const paint = () => {
    const wanted = opened.has(mail.id);
    button.setAttribute("aria-pressed", String(wanted));
    button.textContent = wanted ? "Show text" : "Show HTML";
    find(".words").hidden = wanted;
    find(".html").hidden = !wanted;
    if (wanted) find(".html").src = api.mailUrl(mail.id, "html");
  };
  button.hidden = !mail.html;
  button.addEventListener("click", () => {
    if (!opened.delete(mail.id)) opened.add(mail.id);
    paint();
  });
  paint();
}

form.addEventListener("sent", (event) => {
  open(event.detail.box);
  soon();
});
document.addEventListener("visibilitychange", soon);
startNew();
look();
