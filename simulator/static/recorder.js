// A voice note: press the microphone, speak, press again.
import { toOgg } from "./ogg.js";

const FORMS = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"];

export class Recorder {
  constructor(button, done, failed, words = null) {
    Object.assign(this, { button, done, failed, words, recorder: null });
  }

  toggle() {
    return this.recorder ? this.recorder.stop() : this.start();
  }

  async start() {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      this.failed("There is no microphone here. Attach an audio file instead.");
      return;
    }
    const form = FORMS.find((type) => MediaRecorder.isTypeSupported(type));
    const parts = [];
    this.recorder = new MediaRecorder(stream, form ? { mimeType: form } : {});
    this.recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
    this.recorder.addEventListener("stop", async () => {
      const type = this.recorder.mimeType.split(";")[0];
      this.recorder = null;
      this.mark(false);
      for (const track of stream.getTracks()) track.stop();
      const recorded = new Blob(parts, { type });
      const note = type === "audio/webm" ? await toOgg(recorded).catch(() => recorded) : recorded;
      this.done(new File([note], "voice", { type: note.type }));
    });
    this.recorder.start();
    this.mark(true);
  }

  mark(on) {
    this.button.classList.toggle("recording", on);
    if (this.words) {
      this.button.textContent = on ? "Stop" : this.words;
      return;
    }
    this.button.setAttribute("aria-label", on ? "Stop and send the voice note" : "Record a voice note");
  }
}
