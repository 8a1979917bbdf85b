// Photos are made small on the phone: what the office needs to see, without the place and the owner that cameras write
// into them. Voice notes are recorded in the page.
const LONG_SIDE = 1600;
const GOOD = 0.8;
const SMALL_ENOUGH = 200_000;
const BITS = 24_000;
const LONGEST_MS = 5 * 60_000;

// The photo drawn anew; as it is where this browser cannot draw it (HEIC in some).
export async function shrunk(file) {
  if (!file.type.startsWith("image/") || file.type === "image/gif") return file;
  let picture;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return file;
  }
  const part = Math.min(1, LONG_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * part));
  canvas.height = Math.max(1, Math.round(picture.height * part));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff"; // a JPEG has nothing to look through
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", GOOD));
  canvas.width = canvas.height = 0;
  if (!blob || blob.type !== "image/jpeg") return file;
  return blob.size < file.size || file.size > SMALL_ENOUGH || file.type === "image/jpeg" ? blob : file;
}

export const canRecord = () => Boolean(window.MediaRecorder && navigator.mediaDevices?.getUserMedia);

// Begins a recording. `stop()` gives it as a blob, `drop()` nothing. Raises where the microphone is not allowed.
export async function record(onLimit) {
  const sound = await navigator.mediaDevices.getUserMedia({ audio: true });
  const type = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"].find((one) => MediaRecorder.isTypeSupported(one));
  const recorder = new MediaRecorder(sound, { ...(type && { mimeType: type }), audioBitsPerSecond: BITS });
  const pieces = [];
  recorder.addEventListener("dataavailable", (event) => event.data.size && pieces.push(event.data));
  const ended = new Promise((resolve) => recorder.addEventListener("stop", resolve));
  const limit = setTimeout(onLimit, LONGEST_MS);
  recorder.start();
  const end = async () => {
    clearTimeout(limit);
    if (recorder.state !== "inactive") recorder.stop();
    await ended;
    for (const track of sound.getTracks()) track.stop();
  };
  return {
    drop: end,
    stop: async () => {
      await end();
      return new Blob(pieces, { type: (recorder.mimeType || type || "audio/webm").split(";")[0] });
    },
  };
}

export function place() {
  return new Promise((resolve, reject) => {
    if (!navigator.geolocation) return reject(new Error("no geolocation"));
    const asked = { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 };
    return navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ latitude: coords.latitude.toFixed(6), longitude: coords.longitude.toFixed(6) }),
      reject,
      asked,
    );
  });
}
