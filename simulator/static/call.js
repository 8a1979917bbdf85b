// The keypad phone: what the helpline says, and what the caller presses, says and records.
import * as api from "./api.js";
import { make } from "./bubble.js";
import { Recorder } from "./recorder.js";
import { fill } from "./text.js";
import { toWav } from "./wav.js";

const KEYS = [..."123456789*0#"];
const LETTERS = { 2: "ABC", 3: "DEF", 4: "GHI", 5: "JKL", 6: "MNO", 7: "PQRS", 8: "TUV", 9: "WXYZ", 0: "+" };
const STATES = { ringing: "calling…", "in-progress": "connected", completed: "ended", busy: "declined", "no-answer": "not answered", failed: "broken off" };
const MINE = { keys: "pressed", speech: "said", silence: "silence", recording: "recorded" };

export class CallScreen {
  constructor(phone, number, tools) {
    Object.assign(this, { number, tools, call: null, shown: 0, left: new Set(), busy: false });
    this.root = phone.querySelector(".call");
    this.find = (selector) => this.root.querySelector(selector);
    phone.querySelector(".dial").addEventListener("click", () => this.do(() => api.dial(number)));
    for (const key of KEYS) this.find(".keys").append(this.key(key));
    this.listen();
  }

  key(key) {
    const button = make("button", "key", make("b", null, key), make("small", null, LETTERS[key] ?? ""));
    button.type = "button";
    button.setAttribute("aria-label", `Key ${key}`);
    button.addEventListener("click", () => this.act("press", { keys: key }));
    return button;
  }

  listen() {
    const click = (selector, what) => this.find(selector).addEventListener("click", what);
    click(".hangup", () => this.hangUp());
    click(".silent", () => this.act("wait"));
    click(".answer-call", () => this.act("answer"));
    click(".decline", () => this.act("decline"));
    click(".talked", () => this.act("person", { result: "completed" }));
    click(".unreached", () => this.act("person", { result: "no-answer" }));
    click(".hum", () => this.act("record", { seconds: 5 }));
    click(".away-from-call", () => {
      this.left.add(this.call.sid);
      this.root.hidden = true;
    });
    this.find(".speech").addEventListener("submit", (event) => {
      event.preventDefault();
      const { words, confidence } = event.target.elements;
      if (words.value.trim()) this.act("speak", { text: words.value.trim(), confidence: Number(confidence.value) });
      words.value = "";
    });
    this.tape = new Recorder(this.find(".tape"), (file) => this.recorded(file), (why) => this.tools.tell(why), "Record");
    click(".tape", () => this.tape.toggle());
    this.root.addEventListener("keydown", (event) => {
      // On an Urdu or Pashto keyboard the digits are others: there the key's place counts.
      const key = KEYS.includes(event.key) ? event.key : /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
      if (event.target.matches("input, select") || !key || event.shiftKey && key !== event.key || !this.call?.live) return;
      this.act("press", { keys: key });
    });
  }

  async recorded(file) {
    const kept = await this.tools.guard(toWav(file).then((wav) => api.upload(wav, "recording.wav")));
    if (kept) await this.act("record", { file: kept.sid, hangup: this.leaving === true });
    this.leaving = false;
  }

  hangUp() {
    if (!this.tape.recorder) return this.act("hangup");
    this.leaving = true;
    return this.tape.toggle();
  }

  act(name, given) {
    return this.do(() => api.onCall(this.call.sid, name, given));
  }

  async do(what) {
    if (this.busy) return;
    this.busy = true;
    this.root.classList.add("busy");
    const call = await this.tools.guard(what());
    this.busy = false;
    this.root.classList.remove("busy");
    if (call?.sid) this.take([call]);
  }

  // The newest call is the one on the screen, until its owner goes back to the messages.
  take(calls) {
    const call = calls.at(-1);
    if (!call) return;
    if (this.call?.sid !== call.sid) {
      // A call that was over before this page was opened is not shown again.
      if (!call.live && !this.busy && this.call === null) return;
      this.shown = 0;
      this.find(".said").replaceChildren();
    }
    if (this.call?.sid === call.sid && call.sounds.length < this.shown) return;
    this.call = call;
    this.draw();
  }

  draw() {
    const { call } = this;
    const ringing = call.direction !== "inbound" && call.status === "ringing";
    this.root.hidden = this.left.has(call.sid);
    this.find(".line").textContent = `Helpline ${document.body.dataset.helpline}`;
    this.find(".state").textContent = ringing ? "is calling you" : (STATES[call.status] ?? call.status);
    this.find(".incoming").hidden = !ringing;
    this.find(".live").hidden = ringing || !call.live;
    this.find(".away-from-call").hidden = call.live;
    this.find(".recording-row").hidden = !call.records;
    this.find(".person-row").hidden = !["Dial", "Enqueue"].includes(call.waiting?.verb);
    this.find(".speech").hidden = !call.waiting?.input?.includes("speech");
    this.find(".listens").textContent = call.problem ?? listening(call);
    this.find(".listens").classList.toggle("problem", Boolean(call.problem));
    for (const sound of call.sounds.slice(this.shown)) this.find(".said").append(this.line(sound));
    this.shown = call.sounds.length;
    this.find(".said").scrollTop = this.find(".said").scrollHeight;
    this.root.querySelector(".said li:last-child")?.scrollIntoView({ block: "nearest" });
  }

  line(sound) {
    const item = make("li", `${sound.mine ? "mine" : "theirs"} of-${sound.kind}`);
    if (sound.kind === "play") item.append(this.player(sound.text));
    else if (sound.mine) {
      item.append(make("small", null, MINE[sound.kind]));
      const words = make("span");
      fill(words, sound.kind === "recording" || sound.kind === "silence" ? "" : sound.text);
      item.append(" ", words);
    } else {
      const words = make("span", "words");
      fill(words, { beep: "beep", pause: "…" }[sound.kind] ?? sound.text);
      item.append(words);
      if (sound.kind === "say") this.read(sound);
    }
    return item;
  }

  player(url) {
    const audio = make("audio");
    const { pathname, search } = new URL(url, location.href);
    audio.src = pathname + search;
    audio.controls = true;
    audio.title = decodeURIComponent(pathname.split("/").pop());
    audio.addEventListener("error", () => audio.replaceWith(make("small", "unplayable", "cannot be played")));
    const before = this.playing ?? Promise.resolve();
    this.playing = before.then(() => audio.play()).then(() => new Promise((ended) => (audio.onended = ended))).catch(() => {});
    return make("span", "played", make("small", null, audio.title), audio);
  }

  read(sound) {
    if (!this.find("[name=aloud]").checked || !window.speechSynthesis) return;
    const words = new SpeechSynthesisUtterance(sound.text);
    if (sound.language) words.lang = sound.language;
    window.speechSynthesis.speak(words);
  }
}

function listening(call) {
  const verb = call.waiting;
  if (!verb) return "";
  if (call.records) return "Listening: speak after the beep";
  if (verb.verb !== "Gather") return "Waiting for a person";
  const ways = [];
  const input = verb.input ?? "dtmf";
  if (input.includes("dtmf")) ways.push(verb.numDigits === "1" ? "one key" : verb.numDigits ? `${verb.numDigits} keys` : `keys, then ${verb.finishOnKey ?? "#"}`);
  if (input.includes("speech")) ways.push("your voice");
  return `Listening for ${ways.join(" or ")}${call.keys ? `: ${call.keys}` : ""}`;
}
