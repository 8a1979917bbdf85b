// Draws the thread: what the server has, and behind it what waits on this phone.
import { canSpeak, speak } from "./speak.js";
import { language, make, say } from "./words.js";

const LANG = { en: "en", ur: "ur", ps: "ps", roman_ur: "ur-Latn" };
const pageLang = LANG[language];

export function draw(list, { entries, waiting, onChoice, onRetry, onRemove }) {
  const known = new Set(entries.map((one) => one.key));
  const shown = entries.length || waiting.length ? entries : [{ key: "hello", who: "assistant", text: say("js.hello"), lang: pageLang }];
  const drawn = [...shown.map((one) => entry(one, onChoice)), ...waiting.filter((one) => !known.has(one.id)).map((one) => local(one, onRetry, onRemove))];
  const before = new Map([...list.children].map((one) => [one.dataset.key, one]));
  // What stays as it was is left alone: a screen reader is told of what is new, and nobody's finger misses a button.
  list.replaceChildren(...drawn.map((one) => (same(before.get(one.dataset.key), one) ? before.get(one.dataset.key) : one)));
}

const same = (before, now) => before && before.dataset.look === now.dataset.look;

function entry(one, onChoice) {
  const mine = one.who === "me";
  const inside = [make("p", { class: "by" }, say(one.who))];
  if (one.text) inside.push(make("p", { class: "told", dir: "auto", lang: one.lang ?? false }, one.text));
  if (one.with?.length) inside.push(make("span", { class: "with" }, ...one.with.map((kind) => make("span", { class: kind }, say(`with.${kind}`)))));
  if (one.rows?.length) inside.push(choices(one, onChoice));
  if (mine) inside.push(make("p", { class: "state" }, say("js.sent")));
  else if (one.text && canSpeak(one.lang ?? pageLang)) inside.push(listen(one));
  return item(one.key, mine, inside, JSON.stringify([one, canSpeak(one.lang ?? pageLang)]));
}

function listen(one) {
  const spoken = [one.text, ...(one.rows ?? []).map((row) => row.title)].join("\n");
  return make("button", { class: "quiet icon listen", type: "button", onclick: () => speak(spoken, one.lang ?? pageLang) }, say("js.listen"));
}

function choices(one, onChoice) {
  const press = (row) => onChoice({ choice: row.payload, title: row.title });
  const button = (row) => make("button", { type: "button", class: one.list ? "quiet row" : "", onclick: () => press(row) }, row.title, row.about ? make("small", {}, ` ${row.about}`) : "");
  return make("div", { class: one.list ? "rows" : "buttons", role: "group", "aria-label": say("choose") }, ...one.rows.map(button));
}

function local(one, onRetry, onRemove) {
  const inside = [make("p", { class: "by" }, say("me"))];
  const text = one.fields.title ?? one.fields.text;
  if (text) inside.push(make("p", { class: "told", dir: "auto" }, text));
  const kinds = [...(one.files ?? []).map((file) => kindOf(file.blob.type)), ...(one.fields.latitude ? ["place"] : [])];
  if (kinds.length) inside.push(make("span", { class: "with" }, ...kinds.map((kind) => make("span", { class: kind }, say(`with.${kind}`)))));
  if (one.problem) {
    inside.push(make("p", { class: "problem", role: "alert" }, say("js.not_taken"), ". ", say(`problem.${one.problem}`)));
    inside.push(one.problem === "sum" ? sumOf(one, onRetry) : make("button", { class: "quiet", type: "button", onclick: () => onRemove(one) }, say("js.remove")));
  } else inside.push(make("p", { class: "state" }, say("js.on_phone")));
  return item(one.id, true, inside, JSON.stringify([one.fields, one.problem, one.sum]));
}

function sumOf(one, onRetry) {
  const id = `sum-${one.id}`;
  const field = make("input", { id, inputmode: "numeric", autocomplete: "off", maxlength: "4" });
  const again = (event) => {
    event.preventDefault();
    onRetry(one, field.value);
  };
  return make("form", { class: "bare", onsubmit: again }, make("label", { for: id }, say("sum", { a: one.sum[0], b: one.sum[1] })), field, make("button", {}, say("send")));
}

function item(key, mine, inside, look) {
  const one = make("li", { class: mine ? "mine" : "theirs" }, ...inside);
  one.dataset.key = key;
  one.dataset.look = look;
  return one;
}

export function kindOf(type) {
  return { image: "photo", audio: "sound", video: "film" }[type.split("/")[0]] ?? "file";
}
