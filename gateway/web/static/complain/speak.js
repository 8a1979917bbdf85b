// Reads a message aloud with the browser's own voice, where it has one of that language.
const TAG = { en: "en", ur: "ur", ps: "ps", "ur-Latn": null };
const speech = window.speechSynthesis;

const voiceFor = (language) => {
  const tag = TAG[language] ?? null;
  return tag && speech?.getVoices().find((one) => one.lang.toLowerCase().startsWith(tag));
};

export const canSpeak = (language) => Boolean(voiceFor(language));

export function speak(text, language) {
  const voice = voiceFor(language);
  if (!voice) return;
  const busy = speech.speaking;
  speech.cancel();
  if (busy) return; // pressed again, it stops
  const said = new SpeechSynthesisUtterance(text);
  said.voice = voice;
  said.lang = voice.lang;
  said.rate = 0.9;
  speech.speak(said);
}

// Voices come after the page in some browsers.
export const whenVoicesCome = (then) => speech?.addEventListener?.("voiceschanged", then);
