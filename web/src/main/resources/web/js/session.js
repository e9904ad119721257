// Who is signed in. The tokens are in cookies that no script can read, and nothing here keeps one.

import { call, Problem, renewWith } from "./api.js";

const RENEW_BEFORE_MILLIS = 120_000;
const WARN_BEFORE_MILLIS = 75_000;
const LOCK = "wardcast-session";

/** @typedef {{user_id: string, username: string, roles: string[], expires_at: string}} Me */

/** @type {Me|null} */
let me = null;
let expiresAt = 0;
let renewBefore = RENEW_BEFORE_MILLIS;
let timer = 0;
/** @type {Promise<boolean>|null} */
let renewing = null;
const listeners = new Set();
// Tabs share the cookies, so what one renews counts for all.
const tabs = new BroadcastChannel("wardcast-session");

/** @param {(event: {type: "in"|"out"|"renewed"|"ending", left?: number}) => void} listener */
export function onSession(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const tell = (event) => listeners.forEach((listener) => listener(event));

export const who = () => me;
export const has = (...roles) => roles.some((role) => me?.roles.includes(role) ?? false);

/** Finds out whether the browser still has a session. */
export async function resume() {
  try {
    await load();
    return true;
  } catch (failure) {
    if (failure instanceof Problem && failure.status === 401) return false;
    throw failure;
  }
}

async function load() {
  me = await call("GET", "/api/v1/auth/me");
  counts(Date.parse(me.expires_at));
  tell({ type: "in" });
}

export async function signIn(username, password) {
  await call("POST", "/api/v1/auth/login", { username, password }, { again: false });
  await load();
}

export async function signOut(everywhere = false) {
  const body = everywhere ? { everywhere } : {};
  try {
    await call("POST", "/api/v1/auth/logout", body, { again: false });
  } finally {
    tabs.postMessage({ type: "out" });
    over();
  }
}

function over() {
  if (!me) return;
  me = null;
  clearTimeout(timer);
  tell({ type: "out" });
}

function counts(until) {
  expiresAt = until;
  // Where sessions are short, half of one; else they would be renewed all the time.
  renewBefore = Math.min(RENEW_BEFORE_MILLIS, Math.max(0, until - Date.now()) / 2);
  plan();
}

function plan() {
  clearTimeout(timer);
  const left = expiresAt - Date.now();
  timer = setTimeout(tick, Math.max(1_000, Math.min(left - renewBefore, 2 ** 30)));
}

async function tick() {
  if (!me) return;
  if (await renew()) return;
  const left = expiresAt - Date.now();
  if (!me) return;
  if (left <= 0) return over();
  if (left < WARN_BEFORE_MILLIS) tell({ type: "ending", left });
  clearTimeout(timer);
  timer = setTimeout(tick, 5_000);
}

/**
 * One at a time in all tabs: a refresh token counts once, and one that comes twice ends its session.
 * @returns {Promise<boolean>} whether there is a session again
 */
export function renew() {
  // Browsers have locks only where the address is a safe one: https, or this machine.
  const once = () => (navigator.locks ? navigator.locks.request(LOCK, renewNow) : renewNow());
  renewing ??= once().finally(() => (renewing = null));
  return renewing;
}

/** When the session ends that there is now, in ms since 1970; null if there is none. */
export async function renewedUntil() {
  if (await renew()) return expiresAt;
  if (me) throw new Error("it can't be told now whether there is a session");
  return null;
}

async function renewNow() {
  // Another tab may have done it while this one waited.
  if (expiresAt - Date.now() > renewBefore + 5_000 && (await stillCounts())) return true;
  try {
    const answer = await call("POST", "/api/v1/auth/refresh", {}, { again: false });
    counts(Date.now() + answer.expires_in * 1000);
    tabs.postMessage({ type: "renewed", expiresAt });
    if (me) tell({ type: "renewed" });
    return true;
  } catch (failure) {
    if (failure instanceof Problem && failure.status === 401) over();
    return false;
  }
}

async function stillCounts() {
  try {
    await call("GET", "/api/v1/auth/me", undefined, { again: false });
    return true;
  } catch {
    return false;
  }
}

tabs.onmessage = ({ data }) => {
  if (!me) return;
  if (data.type === "out") over();
  if (data.type === "renewed") {
    counts(data.expiresAt);
    tell({ type: "renewed" });
  }
};

renewWith(renew);
