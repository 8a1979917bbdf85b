// The web app's service worker: the page opens without network, what waits is sent when there is some, and what is shared
// to Arzi begins a complaint. Nothing of anybody's thread is kept in its cache. VERSION and FILES stand before this.
"use strict";

/* global VERSION, FILES */
importScripts(FILES.find((one) => one.includes("/queue.js")));

const CACHE = `arzi-complain-${VERSION}`;
const SHELL = "/complain/shell";
const PATIENCE_MS = 6000;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));

// All of a version or nothing: where a file cannot be had, the version before stays, whole.
async function install() {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES.map((one) => new Request(one, { cache: "reload" })));
  const shell = await caches.match(SHELL);
  if (shell) await freshShell(new URL(shell.url).search);
  await self.skipWaiting();
}

async function activate() {
  const names = (await caches.keys()).filter((one) => one.startsWith("arzi-complain-") && one !== CACHE);
  await Promise.all(names.map((one) => caches.delete(one)));
  await self.clients.claim();
}

async function freshShell(search) {
  const answer = await fetch(SHELL + search, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  await (await caches.open(CACHE)).put(SHELL, answer);
}

self.addEventListener("message", (event) => {
  if (event.data?.shell) event.waitUntil(freshShell(event.data.shell).catch(() => {}));
});

self.addEventListener("sync", (event) => {
  if (event.tag === "send") event.waitUntil(sendWaiting());
});

async function sendWaiting() {
  const done = await self.arziQueue.flush();
  for (const one of await self.clients.matchAll({ type: "window" })) one.postMessage("sent");
  if (done.later) throw new Error("later"); // the browser comes again
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== location.origin) return;
  if (event.request.method === "POST" && url.pathname === "/complain/share") event.respondWith(share(event.request));
  else if (event.request.method !== "GET") return;
  else if (event.request.mode === "navigate" && url.pathname === "/complain") event.respondWith(page(event.request));
  else if (url.pathname.startsWith("/complain/files/")) event.respondWith(file(event.request));
});

async function page(request) {
  const shell = await (await caches.open(CACHE)).match(SHELL);
  if (!shell) return fetch(request);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  const answer = await Promise.race([fetch(request).catch(() => undefined), late]);
  return !answer || answer.status >= 500 ? shell : answer;
}

async function file(request) {
  return (await (await caches.open(CACHE)).match(request)) ?? fetch(request);
}

async function share(request) {
  const form = await request.formData();
  const before = await self.arziQueue.draft();
  const words = ["title", "text", "url"].map((name) => form.get(name)).filter(Boolean);
  const files = form.getAll("files").filter((one) => one.size);
  await self.arziQueue.keepDraft({
    ...before,
    text: [before.text, ...words].filter(Boolean).join("\n"),
    files: [...(before.files ?? []), ...files.map((one) => ({ name: one.name, blob: one }))],
  });
  return Response.redirect("/complain", 303);
}
