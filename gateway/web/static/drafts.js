// What is begun in a long form is kept on the server as it is written (gateway/web/staff/drafts.py), and comes back on
// the next visit. Nothing of it is kept in this browser: others may use it.
"use strict";

const WRITTEN = "textarea, input[type=text], input:not([type])";
const forms = [...document.querySelectorAll("form[method=post]")].filter(
  (form) => form.querySelector("textarea") && !form.dataset.draft,
);
const pathOf = (form) => new URL(form.action).pathname;
const written = (form) => [...form.querySelectorAll(WRITTEN)].filter((field) => field.name);

function note(form, text) {
  let place = form.querySelector(".draft-note");
  if (!place) {
    place = document.createElement("p");
    place.className = "draft-note hint";
    place.setAttribute("role", "status");
    form.append(place);
  }
  place.textContent = text;
}

async function keep(form) {
  const fields = written(form)
    .filter((field) => field.value !== field.defaultValue)
    .map((field) => [field.name, field.value, field.defaultValue]);
  const token = form.querySelector("input[name=csrf_token]")?.value ?? "";
  const answer = await fetch("/staff/draft", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify({ path: pathOf(form), fields }),
  }).catch(() => null);
  const words = document.getElementById("draft-words")?.dataset ?? {};
  note(form, answer?.ok && !answer.redirected ? words.kept : words.lost);
}

function putBack(form, draft) {
  let back = false;
  for (const [name, value, before] of draft.fields) {
    const field = written(form).find((one) => one.name === name);
    // Where somebody else has changed what stood there meanwhile, theirs stays.
    if (!field || field.value !== field.defaultValue || (field.defaultValue !== before && field.defaultValue !== "")) continue;
    if (field.value === value) continue;
    field.value = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    back = true;
  }
  if (!back) return;
  for (let around = form.parentElement; around; around = around.parentElement) {
    if (around.tagName === "DETAILS") around.open = true;
  }
  note(form, document.getElementById("draft-words")?.dataset.back ?? "");
}

async function begin() {
  if (!forms.length) return;
  for (const form of forms) {
    let waiting;
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => keep(form), 1500);
    });
    form.addEventListener("submit", () => clearTimeout(waiting));
  }
  const asked = new URLSearchParams([...new Set(forms.map(pathOf))].map((path) => ["path", path]));
  const answer = await fetch(`/staff/drafts?${asked}`).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const drafts = await answer.json();
  for (const form of forms) {
    if (drafts[pathOf(form)]) putBack(form, drafts[pathOf(form)]);
  }
}

begin();
