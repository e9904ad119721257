// Whether this browser is told something while no page of ours is open in it.

import { call, get, path, post } from "./api.js";

const KEPT = "wardcast-push";

export const pushCanBe = () => "serviceWorker" in navigator && "PushManager" in globalThis && "Notification" in globalThis;

const WORKER = "/assets/push-worker.js";
const SCOPE = "/assets/";
let address = null;

/** By the page's one Trusted Types policy; whatever it is asked for, it makes this one address. */
function workerAddress() {
  address ??= globalThis.trustedTypes?.createPolicy("push-worker", { createScriptURL: () => WORKER }).createScriptURL("") ?? WORKER;
  return address;
}

async function worker() {
  const made = await navigator.serviceWorker.register(workerAddress(), { scope: SCOPE });
  const starting = made.installing ?? made.waiting;
  if (!made.active && starting) {
    await new Promise((resolve) => starting.addEventListener("statechange", () => starting.state === "activated" && resolve()));
  }
  return made;
}

// Somebody pressed a notification while this page was open.
navigator.serviceWorker?.addEventListener("message", ({ data }) => {
  if (typeof data?.go === "string" && data.go.startsWith("#/")) location.hash = data.go;
});

/** The subscription's id with us; null where this browser is not told anything. */
export async function pushIsOn() {
  const known = await navigator.serviceWorker.getRegistration(SCOPE);
  const subscription = await known?.pushManager.getSubscription();
  return subscription ? localStorage.getItem(KEPT) : null;
}

/** Asks the user, then the browser's push service, then us. Rejects with words for the user. */
export async function turnPushOn() {
  if ((await Notification.requestPermission()) !== "granted") {
    throw new Error("This browser does not let Wardcast show notifications; its settings for this address can change that.");
  }
  const { public_key: key } = await get("/api/push/key");
  const subscription = await (await worker()).pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  try {
    const { id } = await post("/api/push/subscriptions", subscription.toJSON());
    localStorage.setItem(KEPT, id);
  } catch (failure) {
    await subscription.unsubscribe();
    throw failure;
  }
}

/** Ends it here first: even if we can't be told now, nothing is shown any more. */
export async function turnPushOff() {
  const id = localStorage.getItem(KEPT);
  localStorage.removeItem(KEPT);
  const known = await navigator.serviceWorker.getRegistration(SCOPE);
  await (await known?.pushManager.getSubscription())?.unsubscribe();
  if (id) await call("DELETE", path`/api/push/subscriptions/${id}`);
}
