// What is written on this phone and not sent yet: drafts and a queue in IndexedDB, for the page and its worker alike.
// "Kept" is said when a transaction is complete, never before: only then is it on the phone.
"use strict";

(() => {
  const QUEUE = "queue";
  const DRAFT = "draft";
  const LATER = new Set([408, 425, 500, 502, 503, 504]);
  let opened;

  function open() {
    opened ??= new Promise((resolve, reject) => {
      const asked = indexedDB.open("arzi-complain", 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore(QUEUE, { keyPath: "id" });
        asked.result.createObjectStore(DRAFT);
      };
      asked.onsuccess = () => {
        asked.result.onversionchange = () => asked.result.close();
        asked.result.onclose = () => (opened = undefined);
        resolve(asked.result);
      };
      asked.onerror = () => reject(asked.error);
      asked.onblocked = () => reject(new Error("blocked"));
    });
    opened.catch(() => (opened = undefined));
    return opened;
  }

  // Runs `use` in one transaction; its result when that is complete.
  async function within(mode, stores, use) {
    const base = await open();
    return new Promise((resolve, reject) => {
      let found;
      const work = base.transaction(stores, mode, mode === "readwrite" ? { durability: "strict" } : undefined);
      work.oncomplete = () => resolve(found?.result);
      work.onabort = () => reject(work.error ?? new Error("aborted"));
      found = use(...stores.map((name) => work.objectStore(name)));
    });
  }

  const all = async () => (await within("readonly", [QUEUE], (queue) => queue.getAll())).sort((a, b) => a.at - b.at);
  const put = (item) => within("readwrite", [QUEUE], (queue) => queue.put(item));
  const remove = (id) => within("readwrite", [QUEUE], (queue) => queue.delete(id));
  const draft = async () => (await within("readonly", [DRAFT], (drafts) => drafts.get("now"))) ?? {};
  const keepDraft = (one) => within("readwrite", [DRAFT], (drafts) => drafts.put(one, "now"));

  // From the draft into the queue, in one transaction: it is never in both, and never in neither.
  const enqueue = (item, left) =>
    within("readwrite", [QUEUE, DRAFT], (queue, drafts) => {
      if (left) drafts.put(left, "now");
      return queue.put(item);
    });

  const forgetAll = () =>
    within("readwrite", [QUEUE, DRAFT], (queue, drafts) => {
      queue.clear();
      return drafts.clear();
    });

  function formOf(item) {
    const form = new FormData();
    form.set("id", item.id);
    for (const [name, value] of Object.entries(item.fields)) form.set(name, value);
    for (const file of item.files ?? []) form.append("files", file.blob, file.name);
    return form;
  }

  async function post(item) {
    const headers = { Accept: "application/json" };
    const url = `/complain?language=${encodeURIComponent(item.language)}`;
    const answer = await fetch(url, { method: "POST", body: formOf(item), headers, redirect: "error" });
    return { status: answer.status, told: await answer.json().catch(() => ({})) };
  }

  // Sends one. "sent", "later" (there is no network, or the other side cannot just now) or "refused".
  async function sendOne(item) {
    let answer;
    try {
      answer = await post(item);
      if (answer.status === 409) {
        await fetch("/complain/news"); // this browser has no secret yet, and gets one
        answer = await post(item);
      }
    } catch {
      return "later";
    }
    if (answer.status === 200) {
      await remove(item.id);
      return "sent";
    }
    if (LATER.has(answer.status) || (answer.status === 429 && !answer.told.problem)) return "later";
    await put({ ...item, problem: answer.told.problem ?? "old", sum: answer.told.sum ?? null });
    return "refused";
  }

  async function sendAll() {
    const done = { sent: 0, later: 0 };
    for (const item of await all()) {
      if (item.problem) continue;
      const how = await sendOne(item);
      if (how === "sent") done.sent += 1;
      if (how === "later") {
        done.later += 1;
        break;
      }
    }
    return done;
  }

  // Two tabs, or a tab and the worker, do not send at the same time; if they did, the id would make it one message.
  function flush() {
    if (!navigator.locks) return sendAll();
    return navigator.locks.request("arzi-complain-send", sendAll);
  }

  self.arziQueue = { all, draft, enqueue, flush, forgetAll, keepDraft, put, remove };
})();
