// One phone: its chat, and what its owner does.
import * as api from "./api.js";
import { bubble, lost, make } from "./bubble.js";
import { CallScreen } from "./call.js";
import { Recorder } from "./recorder.js";
import { samplePhoto } from "./sample.js";
import { dayName, fill } from "./text.js";

const shape = document.getElementById("phone");

export class Phone {
  constructor(state, tools) {
    this.number = state.number;
    this.tools = tools;
    this.messages = new Map();
    this.quoted = null;
    this.atEnd = true;
    this.root = shape.content.firstElementChild.cloneNode(true);
    this.log = this.find(".log");
    this.text = this.find("textarea");
    this.root.dataset.number = state.number;
    this.root.setAttribute("aria-label", `Phone ${state.shown}`);
    this.find(".business").textContent = document.body.dataset.number;
    this.call = new CallScreen(this.root, state.number, tools);
    this.listen();
    this.update(state);
  }

  find(selector) {
    return this.root.querySelector(selector);
  }

  update(state) {
    this.find(".name").textContent = state.name;
    this.find(".number").textContent = state.shown;
    this.find("[name=off]").checked = !state.online;
    this.find("[name=stopped]").checked = state.stopped;
    this.root.classList.toggle("off", !state.online);
  }

  listen() {
    const form = this.find(".composer");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.sendText();
    });
    this.text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.sendText();
    });
    this.text.addEventListener("input", () => this.grow());
    for (const input of this.root.querySelectorAll(".attach input[type=file]")) {
      input.addEventListener("change", () => this.sendFiles([...input.files]).then(() => (input.value = "")));
    }
    this.find("[data-does=sample]").addEventListener("click", async () => this.sendFiles([await samplePhoto()]));
    this.find("[data-does=place]").addEventListener("click", async () => {
      const location = await this.tools.askPlace();
      if (location) this.send({ location });
    });
    this.find(".attach").addEventListener("click", (event) => {
      if (event.target.closest(".item:not(label)")) this.find(".attach").open = false;
    });
    this.log.addEventListener("scroll", () => {
      this.atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 80;
    });
    // A photo that comes late makes its message taller.
    this.log.addEventListener("load", () => this.atEnd && (this.log.scrollTop = this.log.scrollHeight), true);
    this.log.addEventListener("dragover", (event) => event.preventDefault());
    this.log.addEventListener("drop", (event) => {
      event.preventDefault();
      this.sendFiles([...event.dataTransfer.files]);
    });
    this.find(".quoting button").addEventListener("click", () => this.quote(null));
    this.find("[name=off]").addEventListener("change", (event) => this.put({ online: !event.target.checked }));
    this.find("[name=stopped]").addEventListener("change", (event) => this.put({ stopped: event.target.checked }));
    this.find(".remove").addEventListener("click", () => this.put({ removed: true }));
    const recorder = new Recorder(this.find(".mic"), (file) => this.sendFiles([file]), (why) => this.tools.tell(why));
    this.find(".mic").addEventListener("click", () => recorder.toggle());
  }

  grow() {
    const empty = this.text.value.trim() === "";
    this.find(".mic").hidden = !empty;
    this.find(".send").hidden = empty;
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, 120)}px`;
  }

  async put(changed) {
    await this.tools.guard(api.putPhone(this.number, changed));
  }

  async sendText() {
    const text = this.text.value.trim();
    if (!text) return;
    this.text.value = "";
    this.grow();
    if (!(await this.send(this.find("[name=sms]").checked ? { text, sms: true } : { text }))) {
      this.text.value = [text, this.text.value].filter(Boolean).join("\n"); // with what was typed meanwhile
      this.grow();
    }
  }

  async sendFiles(files) {
    this.find(".attach").open = false;
    for (const file of files) {
      const kept = await this.tools.guard(api.upload(file, file.name || "file"));
      if (kept) await this.send({ files: [kept.sid] });
    }
  }

  send(message) {
    const whole = this.quoted ? { ...message, reply_to: this.quoted.sid } : message;
    this.quote(null);
    return this.tools.guard(api.write(this.number, whole));
  }

  quote(message) {
    this.quoted = message;
    this.find(".quoting").hidden = !message;
    if (message) {
      fill(this.find(".quoting p"), message.text || message.kind);
      this.text.focus();
    }
  }

  // Take what is new or changed, and show it where it belongs.
  show(changed, now) {
    for (const message of changed) this.messages.set(message.sid, message);
    const all = [...this.messages.values()].sort((one, other) => one.seq - other.seq);
    const lastAnswer = all.findLast((message) => !message.outgoing)?.seq ?? 0;
    const hooks = {
      find: (sid) => this.messages.get(sid),
      answered: (message) => message.seq < lastAnswer,
      pressed: (message) => all.some((other) => other.outgoing && other.reply_to === message.sid && other.kind !== "text"),
      press: (message, button) => this.press(message, button),
      reply: (message) => this.quote(message),
    };
    this.draw(all, hooks, now);
    if (this.atEnd || changed.some((message) => message.outgoing)) this.log.scrollTop = this.log.scrollHeight;
    this.look(all);
  }

  draw(all, hooks, now) {
    let place = this.log.firstElementChild;
    let day = null;
    const next = () => {
      const old = place;
      place = place.nextElementSibling;
      return old;
    };
    for (const message of all) {
      const name = dayName(message.at, now);
      if (name !== day) {
        day = name;
        if (place?.dataset.day) next().firstElementChild.textContent = name;
        else this.log.insertBefore(this.chip(name), place);
      }
      // What came to the phone looks the same when it is read: a new bubble would take it from under somebody's finger.
      const stamp = message.outgoing
        ? `${message.version}:${hooks.answered(message)}`
        : `${lost(message) ? message.version : "there"}:${hooks.pressed(message)}`;
      if (place?.dataset.sid === message.sid && place.dataset.stamp === stamp) {
        next();
        continue;
      }
      const element = bubble(message, hooks);
      element.dataset.stamp = stamp;
      if (place?.dataset.sid === message.sid) next().replaceWith(element);
      else this.log.insertBefore(element, place);
    }
  }

  chip(name) {
    const item = make("li", "day", make("span", null, name));
    item.dataset.day = name;
    return item;
  }

  press(message, button) {
    return this.tools.guard(api.write(this.number, { button: { message: message.sid, payload: button.payload } }));
  }

  // Whoever looks at the phone has read what is on it.
  look(all) {
    const unread = all.filter((message) => !message.outgoing && message.status === "delivered");
    if (document.hidden || unread.length === 0) return;
    const last = unread.at(-1).seq;
    if (last === this.lookedAt) return;
    this.lookedAt = last;
    api.markRead(this.number, last).catch(() => (this.lookedAt = 0));
  }
}
