// The simulator's own small API. Every call that changes something is JSON, or the bare bytes of a file.
const base = document.body.dataset.api;

async function call(method, path, body, type = "application/json") {
  const payload = type === "application/json" ? JSON.stringify(body ?? {}) : body;
  const answer = await fetch(base + path, {
    method,
    headers: method === "GET" ? {} : { "Content-Type": type },
    body: method === "GET" ? undefined : payload,
  });
  const found = answer.status === 204 ? null : await answer.json().catch(() => null);
  if (!answer.ok) throw new Error(found?.error?.detail ?? `HTTP ${answer.status}`);
  return found;
}

const at = (number) => `/phones/${encodeURIComponent(number)}`;

export const changes = (since) => call("GET", `/changes?since=${since}`);
export const putPhone = (number, changed) => call("PUT", at(number), changed);
export const write = (number, message) => call("POST", `${at(number)}/messages`, message);
export const markRead = (number, upto) => call("POST", `${at(number)}/read`, { upto });
export const dial = (number) => call("POST", `${at(number)}/calls`);
export const onCall = (sid, act, given) => call("POST", `/calls/${sid}/${act}`, given);
export const upload = (file, name) =>
  call("PUT", `/files?name=${encodeURIComponent(name)}`, file, file.type || "application/octet-stream");
export const moveClock = (seconds) => call("POST", "/clock", { seconds });
export const addFault = (fault) => call("POST", "/faults", fault);
export const endFaults = () => call("DELETE", "/faults");
export const clear = () => call("DELETE", "/state");
export const mails = (since) => call("GET", `/mails?since=${since}`);
export const sendMail = (mail) => call("POST", "/mails", mail);
export const mailUrl = (id, form) => `${base}/mails/${id}/${form}`;
export const fileUrl = (sid) => `${base}/files/${sid}`;
