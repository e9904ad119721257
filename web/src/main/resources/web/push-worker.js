// Shows that there is something, never what or about whom: screens are locked, and servers between are not ours.

const PLACES = { message: "#/messages", reminder: "#/appointments", notice: "#/messages", alert: "#/alerts" };

addEventListener("push", (event) => {
  let told = {};
  try {
    told = event.data?.json() ?? {};
  } catch {
    // A push must be shown, whatever is in it.
  }
  const { type = "notice", title = "Wardcast", body = "There is something new." } = told;
  event.waitUntil(
    registration.showNotification(title, { body, tag: type, icon: "/assets/icon.svg", data: PLACES[type] ?? "#/board", requireInteraction: type === "alert" }),
  );
});

addEventListener("notificationclick", (event) => {
  event.notification.close();
  const go = event.notification.data;
  const show = async () => {
    const [open] = await clients.matchAll({ type: "window", includeUncontrolled: true });
    if (!open) return clients.openWindow(`/${go}`);
    await open.focus();
    open.postMessage({ go });
  };
  event.waitUntil(show());
});
