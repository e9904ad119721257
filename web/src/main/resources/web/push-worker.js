// Shows what the push service brings: that there is something, never what or about whom.

self.addEventListener("push", (event) => {
  const { type = "notice", title = "Wardcast", body = "There is something new." } = event.data?.json() ?? {};
  // One of each kind: the newest takes the place of those before.
  const shown = { body, tag: type, renotify: true, requireInteraction: type === "alert", icon: "/assets/icon.svg" };
  event.waitUntil(self.registration.showNotification(title, shown));
});

const PAGES = { message: "/#/messages", notice: "/#/messages", reminder: "/#/appointments", alert: "/#/alerts" };

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(PAGES[event.notification.tag] ?? "/"));
});

async function open(address) {
  const [page] = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  return page ? page.focus() : self.clients.openWindow(address);
}
