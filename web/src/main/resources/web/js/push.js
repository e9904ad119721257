// Whether this browser is told while no page of ours is open in it.

import { button, h, text } from "./dom.js";
import { call, get, path, post } from "./api.js";

const WORKER = "/assets/push-worker.js";
const KEPT = "wardcast-push";

/** The only address that a worker is ever loaded from. */
const policy = window.trustedTypes?.createPolicy("push-worker", {
  createScriptURL(address) {
    if (address !== WORKER) throw new TypeError(`${address} is no worker of ours`);
    return address;
  },
});

const supported = () => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

/** A switch, or what stands in its way. @returns {HTMLElement} */
export function pushControl() {
  const says = h("p.hint", { role: "status" });
  const toggle = button("", change);
  const element = h("section.panel.stack", { "aria-label": "When no page is open" }, h("h2", {}, "When no page is open"), toggle, says);
  let on = false;

  function show(words = "") {
    text(toggle, on ? "Stop telling this browser" : "Tell this browser");
    toggle.setAttribute("aria-pressed", String(on));
    text(says, words || "A message says that there is something, never what or about whom.");
  }

  async function change() {
    toggle.disabled = true;
    try {
      if (on) await unsubscribe();
      else await subscribe();
      on = !on;
      show();
    } catch (failure) {
      show(failure.message);
    }
    toggle.disabled = false;
  }

  if (!supported()) {
    toggle.disabled = true;
    show("This browser can't be told, or not without https.");
  } else {
    show();
    subscription().then((one) => {
      on = Boolean(one) && Boolean(localStorage.getItem(KEPT));
      show(Notification.permission === "denied" ? "Notifications of this site are blocked in the browser's settings." : "");
    }, () => show());
  }
  return element;
}

async function registration() {
  await navigator.serviceWorker.register(policy ? policy.createScriptURL(WORKER) : WORKER);
  return navigator.serviceWorker.getRegistration(WORKER);
}

const subscription = async () => (await navigator.serviceWorker.getRegistration(WORKER))?.pushManager.getSubscription();

async function subscribe() {
  if ((await Notification.requestPermission()) !== "granted") {
    throw new Error("The browser does not allow notifications of this site.");
  }
  const { public_key: key } = await get("/api/push/key");
  const worker = await active(await registration());
  const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const { id } = await post("/api/push/subscriptions", made.toJSON());
  localStorage.setItem(KEPT, id);
}

async function unsubscribe() {
  const id = localStorage.getItem(KEPT);
  localStorage.removeItem(KEPT);
  await (await subscription())?.unsubscribe();
  if (id) await call("DELETE", path`/api/push/subscriptions/${id}`);
}

/** Nobody can subscribe with a worker that is still being installed. */
function active(worker) {
  const installing = worker.installing ?? worker.waiting;
  if (worker.active || !installing) return worker;
  return new Promise((done) => {
    installing.addEventListener("statechange", () => installing.state === "activated" && done(worker));
  });
}
