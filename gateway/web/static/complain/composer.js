// Where a message is written: words, photos, a voice note, a place. Each change is kept on the phone as a draft.
import { canRecord, place, record, shrunk } from "./media.js";
import { kindOf } from "./thread.js";
import { language, limits, make, newId, say } from "./words.js";

const queue = self.arziQueue;
const WAIT_MS = 400;

export async function composer(form, tell, onSent) {
  const text = form.querySelector("textarea");
  const tray = form.querySelector(".tray");
  const picked = form.querySelector("input[type=file]");
  const speakButton = form.querySelector(".speak");
  let draft = { text: "", files: [] };
  let recording = null;
  let timer;
  draft = { ...draft, ...(await queue.draft()) }; // before anything of this page could be written over it
  text.value = [draft.text, text.value].filter(Boolean).join("\n");
  draft.text = text.value;

  async function keep() {
    clearTimeout(timer);
    try {
      await queue.keepDraft(draft);
    } catch {
      tell(say("js.full"));
    }
  }

  function drawTray() {
    const chips = draft.files.map((file, n) =>
      chip(kindOf(file.blob.type), () => draft.files.splice(n, 1), kindOf(file.blob.type) === "photo" ? file.blob : null),
    );
    if (draft.point) chips.push(chip("place", () => delete draft.point));
    tray.replaceChildren(...chips);
  }

  function chip(kind, forget, picture) {
    const gone = () => {
      forget();
      drawTray();
      keep();
      text.focus();
    };
    const name = say(`with.${kind}`);
    const inside = [make("span", {}, name), make("button", { type: "button", class: "quiet", "aria-label": `${say("js.remove")}: ${name}`, onclick: gone }, "×")];
    if (picture) {
      const url = URL.createObjectURL(picture);
      inside.unshift(make("img", { src: url, alt: "", onload: () => URL.revokeObjectURL(url) }));
    }
    return make("span", { class: "chip" }, ...inside);
  }

  async function add(files) {
    for (const file of files) {
      const blob = await shrunk(file);
      if (blob.size > limits.max_file_bytes) tell(say("problem.large"));
      else if (draft.files.length >= limits.most_files) tell(say("problem.many"));
      else draft.files.push({ name: blob === file ? file.name : `${file.name.replace(/\.\w+$/, "") || "photo"}.jpg`, blob });
    }
    drawTray();
    await keep();
  }

  async function speakOrStop() {
    if (recording) {
      const one = recording;
      recording = null;
      const blob = await one.stop();
      draw();
      if (blob.size) await add([new File([blob], "voice", { type: blob.type })]);
      return;
    }
    try {
      recording = await record(speakOrStop);
      draw();
    } catch {
      tell(say("js.no_voice"));
    }
  }

  function draw() {
    speakButton.querySelector("span").textContent = say(recording ? "js.stop" : "js.record");
    speakButton.classList.toggle("on", Boolean(recording));
    speakButton.setAttribute("aria-pressed", String(Boolean(recording)));
    tell(recording ? say("js.recording") : "");
  }

  async function send(event) {
    event?.preventDefault();
    if (recording) await speakOrStop();
    const words = text.value.trim();
    if (!words && !draft.files.length && !draft.point) return tell(say("problem.nothing"));
    const sent = { text: text.value, files: [...draft.files], point: draft.point };
    const item = { id: newId(), at: Date.now(), language, fields: { text: words, ...sent.point }, files: sent.files };
    try {
      await queue.enqueue(item, { text: "", files: [] });
    } catch {
      return tell(say("js.full"));
    }
    draft = since(sent);
    text.value = draft.text;
    drawTray();
    await keep(); // a draft that was being kept meanwhile had the sent words in it
    tell("");
    return onSent();
  }

  // What was written and taken while the last message was being kept.
  function since(sent) {
    const left = {
      text: text.value.startsWith(sent.text) ? text.value.slice(sent.text.length).trimStart() : text.value,
      files: draft.files.filter((file) => !sent.files.includes(file)),
    };
    return draft.point === sent.point ? left : { ...left, point: draft.point };
  }

  text.addEventListener("input", () => {
    draft.text = text.value;
    clearTimeout(timer);
    timer = setTimeout(keep, WAIT_MS);
  });
  addEventListener("pagehide", keep);
  picked.addEventListener("change", async () => {
    await add([...picked.files]);
    picked.value = "";
  });
  form.querySelector(".photo").addEventListener("click", () => picked.click());
  form.querySelector(".here").addEventListener("click", async () => {
    try {
      draft.point = await place();
      drawTray();
      await keep();
    } catch {
      tell(say("js.no_place"));
    }
  });
  if (canRecord()) speakButton.addEventListener("click", speakOrStop);
  else speakButton.hidden = true;
  form.addEventListener("submit", send);
  drawTray();

}
