// The page's words in its language, and how an element is made of them. Nothing is ever put into the page as markup.
const told = JSON.parse(document.getElementById("words").textContent);

export const language = told.language;
export const limits = told.limits;
export const say = (key, values = {}) =>
  Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), told.words[key] ?? "");

export function make(tag, attributes = {}, ...inside) {
  const one = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) one.addEventListener(name.slice(2), value);
    else if (name === "class") one.className = value;
    else if (value !== false && value !== null && value !== undefined) one.setAttribute(name, value === true ? "" : value);
  }
  one.append(...inside.filter((part) => part !== null && part !== undefined && part !== ""));
  return one;
}

// An id for a draft, made here: sent twice, it is one message.
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(15));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
}
