// Keeps the app's files, and gives them where there is no network. The newest file wins where there is one.
// The build puts SHELL and VERSION before this: what the page itself consists of, and a digest of it.
const CACHE = `signread-${VERSION}`;

const isOwn = (name) => name.startsWith("signread-");

self.addEventListener("install", (event) =>
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(SHELL))
      .then(() => self.skipWaiting()),
  ),
);
self.addEventListener("activate", (event) =>
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(names.filter((name) => name !== CACHE && isOwn(name)).map((name) => caches.delete(name))),
      )
      .then(() => self.clients.claim()),
  ),
);
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  const name = address.origin + address.pathname;
  event.respondWith(
    fetch(request).then(
      async (answer) => {
        if (answer.status !== 200) return answer;
        if (request.mode === "navigate" && !(await isOurs(answer.clone()))) event.waitUntil(leave());
        else event.waitUntil(keep(name, answer.clone()));
        return answer;
      },
      async (error) => {
        const kept = await (await caches.open(CACHE)).match(name);
        if (kept) return kept;
        throw error;
      },
    ),
  );
});

// Another program may serve its own page at this address by now, with a worker that takes this one's place.
async function isOurs(answer) {
  return (await answer.text()).includes('name="application-name" content="signread"');
}

async function leave() {
  await self.registration.unregister();
  for (const name of await caches.keys()) if (isOwn(name)) await caches.delete(name);
}

// A full disk must not keep the page from what it just got.
async function keep(name, answer) {
  await caches
    .open(CACHE)
    .then((cache) => cache.put(name, answer))
    .catch(() => undefined);
}
