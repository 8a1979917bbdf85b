// The form in which a mail is written: a new one, or an answer.
import * as api from "./api.js";

export const form = document.getElementById("letter");
const fields = form.elements;
const error = form.querySelector(".error");
const fresh = document.getElementById("fresh");
const { office, person } = document.body.dataset;
const names = new Map();
let answered = null;
let headers = true;

export function startNew() {
  answered = null;
  headers = true;
  const { value: from } = fields.from;
  const { value: name } = fields.name;
  form.reset();
  fields.from.value = from || person;
  fields.name.value = name || "Gul Khan";
  fields.to.value = office;
  heading("New mail");
}

export function answerTo(mail, withHeaders) {
  answered = mail;
  headers = withHeaders;
  form.reset();
  fields.from.value = mail.box;
  fields.name.value = names.get(mail.box) ?? "";
  fields.to.value = bareAddress(mail.reply_to || mail.from);
  fields.subject.value = /^re:/i.test(mail.subject) ? mail.subject : `Re: ${mail.subject}`;
  heading(withHeaders ? "Answer" : "Answer without headers");
  fields.text.focus();
}

function heading(words) {
  document.getElementById("kind").textContent = words;
  document.getElementById("bare").hidden = headers;
  fresh.hidden = answered === null;
  error.hidden = true;
}

const bareAddress = (header) => /<([^<>]+)>/.exec(header)?.[1] ?? header;

// What stands in the form, to know whether anything was written since.
const written = () => JSON.stringify([answered?.id ?? null, fields.to.value, fields.subject.value, fields.text.value]);

async function send() {
  const files = await Promise.all([...fields.files.files].map((file) => api.upload(file, file.name)));
  return api.sendMail({
    from: fields.from.value,
    name: fields.name.value,
    to: fields.to.value,
    subject: fields.subject.value,
    text: fields.text.value,
    files: files.map((file) => file.sid),
    answers: answered?.id ?? null,
    headers,
  });
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button.main");
  button.disabled = true;
  const as = written();
  try {
    names.set(fields.from.value.trim().toLowerCase(), fields.name.value);
    const sent = await send();
    if (!sent.refused && written() === as) startNew(); // whoever began the next one meanwhile goes on with it
    error.textContent = sent.refused ? sent.answer : "";
    error.hidden = !sent.refused;
    form.dispatchEvent(new CustomEvent("sent", { detail: sent }));
  } catch (problem) {
    error.textContent = problem.message;
    error.hidden = false;
  } finally {
    button.disabled = false;
  }
});
fresh.addEventListener("click", startNew);
