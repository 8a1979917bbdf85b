// A message's words as WhatsApp shows them: *bold*, _italic_, ~struck~, `code`, links; each language in its own letters.
const PASHTO = /[ټډړښږڼېۍځڅګۀ]/;
const ARABIC = /[؀-ۿݐ-ݿﭐ-﷿ﹰ-﻿]/;
const MARK = /\*(?=\S)([^*\n]+?)\*|_(?=\S)([^_\n]+?)_|~(?=\S)([^~\n]+?)~|```([^`]+?)```|(https?:\/\/[^\s<>"]+)/g;
const TAGS = ["strong", "em", "s", "code"];

export function language(text) {
  if (!ARABIC.test(text)) return null;
  // ړ and ګ do not occur in Urdu; ې and ښ neither: one of them is enough.
  return PASHTO.test(text.replace(/ڑ|ٹ|ڈ/g, "")) ? "ps" : "ur";
}

export function fill(element, text) {
  element.dir = "auto";
  const spoken = language(text);
  if (spoken) element.lang = spoken;
  element.replaceChildren(...parts(text));
}

function parts(text) {
  const found = [];
  let last = 0;
  for (const match of text.matchAll(MARK)) {
    found.push(text.slice(last, match.index));
    last = match.index + match[0].length;
    const kind = match.slice(1).findIndex((part) => part !== undefined);
    found.push(kind === 4 ? link(match[5]) : marked(TAGS[kind], match[kind + 1]));
  }
  return [...found, text.slice(last)];
}

function marked(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

function link(url) {
  const element = document.createElement("a");
  const bare = url.replace(/[.,;:!?)\]]+$/, "");
  element.href = bare;
  element.rel = "noreferrer";
  element.target = "_blank";
  element.textContent = bare;
  const rest = document.createDocumentFragment();
  rest.append(element, url.slice(bare.length));
  return rest;
}

export const shortTime = (seconds) =>
  new Date(seconds * 1000).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

export function dayName(seconds, now) {
  const day = (value) => new Date(value * 1000).toDateString();
  if (day(seconds) === day(now)) return "Today";
  if (day(seconds) === day(now - 86400)) return "Yesterday";
  return new Date(seconds * 1000).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
}
