// The mailroom desk: what works without this file works with it too; it adds zoom, keys, and what is live.
"use strict";

document.documentElement.classList.add("scripted");

const print = document.getElementById("print");
if (print) print.addEventListener("click", () => window.print());

function queue() {
  const live = document.getElementById("live");
  const form = document.getElementById("upload");
  if (!live || !form) return;
  const taken = document.getElementById("taken");

  async function refresh() {
    if (document.hidden || live.contains(document.activeElement)) return;
    try {
      const answer = await fetch(live.dataset.url, { headers: { "X-Requested-With": "fetch" } });
      if (answer.redirected) location.reload();
      else if (answer.ok) live.innerHTML = await answer.text(); // our own page's part, escaped by the server
    } catch { /* the next look comes in three seconds */ }
  }
  setInterval(refresh, 3000);

  async function send(files) {
    for (const file of files) {
      const line = document.createElement("p");
      line.textContent = `${file.name}: ${form.dataset.sending}`;
      taken.append(line);
      const data = new FormData();
      data.append("csrf_token", form.elements.csrf_token.value);
      data.append("files", file);
      try {
        const answer = await fetch(form.action, { method: "POST", body: data, headers: { "X-Requested-With": "fetch" } });
        if (answer.ok && !answer.redirected) line.outerHTML = await answer.text();
        else line.textContent = `${file.name} (${answer.status}): ${form.dataset.refused}`;
      } catch {
        line.textContent = `${file.name}: ${form.dataset.lost}`;
      }
    }
    form.reset();
    refresh();
  }
  for (const input of form.querySelectorAll("input[type=file]")) input.addEventListener("change", () => send([...input.files]));
  const over = (event) => { event.preventDefault(); document.body.classList.add("dropping"); };
  document.addEventListener("dragover", over);
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) document.body.classList.remove("dropping"); });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    document.body.classList.remove("dropping");
    send([...event.dataTransfer.files]);
  });
}

function pictures() {
  const pages = document.querySelector(".pages");
  if (!pages) return;
  const steps = [60, 80, 100, 130, 170, 220, 300];
  let at = 2;
  let turned = 0;

  function zoom(by) {
    at = Math.min(steps.length - 1, Math.max(0, at + by));
    for (const page of pages.querySelectorAll(".page")) page.style.width = `${steps[at]}%`;
  }
  function turn() {
    turned = (turned + 90) % 360;
    for (const page of pages.querySelectorAll(".page")) {
      const [wide, high] = page.dataset.size ? page.dataset.size.split(" ") : page.getAttribute("viewBox").split(" ").slice(2);
      page.dataset.size = `${wide} ${high}`;
      const inner = page.querySelector("g");
      page.dataset.first ??= inner.getAttribute("transform");
      const turns = { 0: "", 90: `translate(${high} 0) rotate(90) `, 180: `translate(${wide} ${high}) rotate(180) `, 270: `translate(0 ${wide}) rotate(270) ` };
      page.setAttribute("viewBox", turned % 180 ? `0 0 ${high} ${wide}` : `0 0 ${wide} ${high}`);
      inner.setAttribute("transform", turns[turned] + page.dataset.first);
    }
  }
  for (const button of document.querySelectorAll("[data-zoom]")) button.addEventListener("click", () => zoom(Number(button.dataset.zoom)));
  document.querySelector("[data-turn]")?.addEventListener("click", (event) => { event.preventDefault(); turn(); });
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey) return;
    if (event.key === "+" || event.key === "=" || event.code === "Equal") zoom(1);
    else if (event.key === "-" || event.code === "Minus") zoom(-1);
    else if (event.code === "KeyR") turn();
    else return;
    event.preventDefault();
  });
  document.addEventListener("focusin", (event) => {
    const field = event.target.closest?.(".field");
    if (!field) return;
    for (const mark of pages.querySelectorAll("rect")) mark.classList.toggle("chosen", mark.dataset.field === field.dataset.field);
    const box = pages.querySelector(".box.chosen");
    if (!box) return;
    const place = box.getBoundingClientRect();
    const frame = pages.getBoundingClientRect();
    pages.scrollTop += place.top - frame.top - Math.max(20, (frame.height - place.height) / 2);
    pages.scrollLeft += place.left - frame.left - Math.max(20, (frame.width - place.width) / 2);
  });
  pages.addEventListener("click", (event) => { // a word on the picture leads to its field
    const name = event.target.closest?.("rect")?.dataset.field;
    document.querySelector(`.field[data-field="${name}"] :is(input:not([type]), textarea)`)?.focus();
  });
}

function desk() {
  const form = document.getElementById("letter");
  if (!form) return;
  const inputs = [...form.querySelectorAll(".field input:not([type]), .field textarea")];
  let sent = false;

  function confirmed(field) {
    const tick = field.querySelector("input[type=checkbox]");
    if (tick) tick.checked = true;
    field.classList.remove("unsure", "fair", "sure");
    field.classList.add("confirmed");
    field.querySelector(".how").lastChild.textContent = form.dataset.confirmed;
  }
  // "wat" and Enter is enough for the one name in the list that it fits, in whichever language it was typed.
  function completed(input) {
    const typed = input.value.trim().toLowerCase();
    if (!input.list || !typed) return true;
    const known = [...input.list.options].map((one) => [one.value, one.value.toLowerCase(), ` ${one.textContent.toLowerCase()}`]);
    if (known.some(([, name]) => name === typed)) return true;
    const begins = known.filter(([, name, others]) => name.startsWith(typed) || others.includes(` ${typed}`));
    const fits = begins.length ? begins : known.filter(([, name, others]) => name.includes(typed) || others.includes(typed));
    if (fits.length === 1) input.value = fits[0][0];
    return fits.length < 2; // none: the server says what is wrong
  }
  const actions = form.querySelector(".actions");
  form.addEventListener("focusin", (event) => {
    const field = event.target.closest(".field");
    if (!field) return;
    const { top, bottom } = field.getBoundingClientRect();
    if (top < 0 || bottom > actions.getBoundingClientRect().top) field.scrollIntoView({ block: "center" });
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.querySelector("button[value=register]").click();
    } else if ((event.key === "s" || event.code === "KeyS") && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.querySelector("button[value=save]").click();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing && inputs.includes(event.target)) {
      event.preventDefault();
      if (!completed(event.target)) return;
      if (event.target.value.trim()) confirmed(event.target.closest(".field"));
      const rest = inputs.slice(inputs.indexOf(event.target) + 1);
      (rest[0] || form.querySelector("button[value=register]")).focus();
    }
  });
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault(); // a second press while the first is on its way
    sent = true;
  });
  window.addEventListener("pageshow", () => { sent = false; });
  const token = new FormData();
  token.append("csrf_token", form.elements.csrf_token.value);
  async function hold() {
    const answer = await fetch(form.dataset.hold, { method: "POST", body: token }).catch(() => null);
    if (answer && answer.status === 409) location.reload();
  }
  setInterval(hold, 60000);
  // Who goes away gives the letter back at once. Who comes back, or was only shown the page anew, has it again.
  window.addEventListener("pagehide", () => { if (!sent) navigator.sendBeacon(form.dataset.leave, token); });
  window.addEventListener("pageshow", hold);
  const first = form.querySelector("[aria-invalid]") || inputs[0];
  if (first) first.focus();
}

function rereading() {
  const notice = document.getElementById("rereading");
  if (!notice) return;
  let written = false;
  document.addEventListener("input", () => { written = true; });
  const timer = setInterval(async () => {
    const answer = await fetch(notice.dataset.url).catch(() => null);
    if (!answer || answer.status !== 204) return;
    clearInterval(timer);
    if (written) notice.classList.add("ready"); // what the clerk writes is not taken from under their hands
    else location.replace(notice.querySelector("a").href);
  }, 2000);
}

document.addEventListener("keydown", (event) => {
  const next = event.altKey && !event.ctrlKey && event.code === "KeyN" && document.getElementById("next");
  if (!next) return;
  event.preventDefault();
  next.click();
});

queue();
pictures();
desk();
rereading();
