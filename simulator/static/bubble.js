// One message as a bubble.
import { fileUrl } from "./api.js";
import { fill, shortTime } from "./text.js";

const SVG = "http://www.w3.org/2000/svg";
const TICKS = {
  clock: "M8 1.5a6.5 6.5 0 100 13 6.5 6.5 0 000-13zM8 4.5V8l2.5 1.5",
  one: "M4 8.5l3 3 6-7",
  two: "M1 8.5l3 3 6-7M7.5 11l.7.5 6-7",
};
const SAID = { clock: "waiting", one: "sent", two: "received", read: "read", failed: "not received" };

export function make(tag, name, ...children) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.append(...children);
  return element;
}

// Did a message to the phone get lost?
export const lost = (message) => !message.outgoing && ["failed", "undelivered"].includes(message.status);

export function bubble(message, hooks) {
  const item = make("li", `message ${message.outgoing ? "out" : "in"} ${message.channel}`);
  item.dataset.sid = message.sid;
  const failed = lost(message);
  if (failed) item.classList.add("lost");
  const box = make("div", "bubble");
  item.append(box);
  if (message.channel === "sms") box.append(make("span", "label", message.parts > 1 ? `SMS × ${message.parts}` : "SMS"));
  const quoted = message.reply_to && hooks.find(message.reply_to);
  if (quoted) box.append(quote(quoted));
  for (const file of message.media) box.append(picture(file));
  if (message.location) box.append(map(message.location));
  const foot = make("div", "foot");
  if (message.text && !(message.kind === "document" && message.media[0]?.name === message.text)) {
    const words = make("p", "words");
    fill(words, message.text);
    foot.append(words);
  }
  foot.append(meta(message, hooks));
  box.append(foot);
  if (failed) box.append(make("p", "why", `Not on the phone: ${message.error_code} ${message.error ?? ""}`));
  if (message.outgoing && message.status === "failed") box.append(make("p", "why", `Not received: ${message.error}`));
  if (message.buttons.length && !failed) item.append(buttons(message, hooks));
  if (!failed) item.append(answer(message, hooks));
  return item;
}

function meta(message, hooks) {
  const row = make("span", "meta", shortTime(message.at));
  if (message.outgoing) row.append(tick(state(message, hooks)));
  return row;
}

function state(message, hooks) {
  if (message.status === "failed") return "failed";
  if (message.status === "queued") return "one";
  return hooks.answered(message) ? "read" : "two";
}

function tick(kind) {
  if (kind === "failed") {
    const mark = make("span", "tick failed", "!");
    mark.setAttribute("role", "img");
    mark.setAttribute("aria-label", SAID.failed);
    return mark;
  }
  const image = document.createElementNS(SVG, "svg");
  image.setAttribute("viewBox", "0 0 16 16");
  image.setAttribute("class", `tick ${kind}`);
  image.setAttribute("role", "img");
  image.setAttribute("aria-label", SAID[kind]);
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", TICKS[kind === "read" ? "two" : kind]);
  image.append(line);
  return image;
}

function quote(message) {
  const box = make("div", "quote", make("b", null, message.outgoing ? "You" : "Arzi"));
  const words = make("p");
  fill(words, message.text || message.kind);
  box.append(words);
  return box;
}

function picture(file) {
  if (file.url && /\.(mp3|ogg)$/.test(file.url)) {
    const player = make("audio", "audio");
    player.controls = true;
    player.src = file.url;
    return player;
  }
  if (file.url) return link(file.url, "File");
  if (file.kind === "image") {
    const image = make("img", "photo");
    image.src = fileUrl(file.sid);
    image.alt = file.name || "Photo";
    const whole = make("a", null, image);
    whole.href = image.src;
    whole.target = "_blank";
    return whole;
  }
  if (file.kind === "audio" || file.kind === "video") {
    const player = make(file.kind, file.kind);
    player.controls = true;
    player.preload = "metadata";
    player.src = fileUrl(file.sid);
    return player;
  }
  const row = make("a", "file", make("span", "sort", (file.name.split(".").pop() || "file").slice(0, 4)));
  row.href = fileUrl(file.sid);
  const name = make("bdi", "file-name", file.name || "Document");
  row.append(make("span", "file-words", name, make("small", null, size(Number(file.size)))));
  return row;
}

function link(url, text) {
  const element = make("a", "file", text);
  element.href = url;
  return element;
}

const size = (bytes) => (bytes < 1024 ** 2 ? `${Math.max(1, Math.round(bytes / 1024))} kB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`);

function map(place) {
  const box = make("div", "map", make("span", "pin"));
  const words = make("p", "place", place.label || place.address || "Location");
  words.dir = "auto";
  const point = make("small", null, `${Number(place.latitude).toFixed(4)}, ${Number(place.longitude).toFixed(4)}`);
  point.dir = "ltr";
  return make("div", "located", box, words, point);
}

// A list is opened by one button, as on the phone; a row that is chosen is sent.
function list(message, hooks) {
  const opener = make("button", "reply opens");
  opener.type = "button";
  fill(opener, message.buttons[0].opens);
  opener.disabled = hooks.pressed(message);
  const sheet = make("dialog", "sheet");
  const title = make("h2");
  fill(title, message.buttons[0].opens);
  const rows = make("ul");
  for (const button of message.buttons) {
    const row = make("button", "row");
    row.type = "button";
    const words = make("b");
    fill(words, button.title);
    row.append(words);
    if (button.about) {
      const about = make("small");
      fill(about, button.about);
      row.append(about);
    }
    row.addEventListener("click", () => {
      sheet.close();
      hooks.press(message, button);
    });
    rows.append(make("li", null, row));
  }
  const close = make("button", "close", "×");
  close.type = "button";
  close.setAttribute("aria-label", "Close the list");
  close.addEventListener("click", () => sheet.close());
  sheet.append(close, title, rows);
  opener.addEventListener("click", () => sheet.showModal());
  return make("div", "replies", opener, sheet);
}

function buttons(message, hooks) {
  if (message.buttons[0].type === "list") return list(message, hooks);
  const row = make("div", "replies");
  const pressed = hooks.pressed(message);
  for (const button of message.buttons) {
    const element = make("button", "reply");
    element.type = "button";
    fill(element, button.title);
    element.disabled = pressed;
    element.addEventListener("click", () => hooks.press(message, button));
    row.append(element);
  }
  return row;
}

function answer(message, hooks) {
  const element = make("button", "answer", "↩");
  element.type = "button";
  element.setAttribute("aria-label", "Reply to this message");
  element.addEventListener("click", () => hooks.reply(message));
  return element;
}
