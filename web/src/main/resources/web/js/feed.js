// Rooms over as few WebSockets as the server's limits allow. Everything live comes this way.

import { createClient } from "../wardcast-client.js";
import { onSession, renewedUntil } from "./session.js";

// The server takes 60 messages at once from a connection, and this many rooms come back with it.
const ROOMS_OF_A_LINK = 40;
const SILENCE_MILLIS = 15_000;
const LONGEST_PAUSE_MILLIS = 8_000;
const SHOWN_AS_FILLED_MILLIS = 20_000;
const ANEW_MILLIS = 5_000;

/** @typedef {{rooms: import("../wardcast-client.js").Rooms, members: Map<string, boolean>, followers: Set<object>}} Link */

let client = null;
/** @type {Set<Link>} */
const links = new Set();
const listeners = new Set();
/** @type {Map<string, "open"|"unfilled">} rooms with a hole that is not filled */
const gaps = new Map();
let lostAt = 0;
let filledAt = 0;

/** @param {() => void} listener told when something of `connection` may be different */
export function onConnection(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function say() {
  const states = [...links].map((link) => link.rooms.state);
  if (states.every((state) => state.phase === "live" || state.phase === "connecting")) {
    lostAt = 0;
  } else {
    // The oldest sign of life of them all: nothing on the screen is surely newer.
    const since = states.filter((state) => state.phase === "reconnecting" && state.since).map((state) => state.since);
    lostAt ||= Math.min(Date.now(), ...since);
  }
  listeners.forEach((listener) => listener());
}

/**
 * How things stand.
 *
 * @returns {{phase: "idle"|"live"|"joining"|"lost", lostAt: number, rooms: number, joined: number,
 *   gap: "none"|"open"|"filled"|"unfilled"}}
 */
export function connection() {
  let rooms = 0;
  let joined = 0;
  for (const { members } of links) {
    rooms += members.size;
    for (const followed of members.values()) if (followed) joined++;
  }
  const states = new Set(gaps.values());
  const filled = Date.now() - filledAt < SHOWN_AS_FILLED_MILLIS ? "filled" : "none";
  const gap = states.has("open") ? "open" : states.has("unfilled") ? "unfilled" : filled;
  const phase = rooms === 0 ? "idle" : lostAt ? "lost" : joined < rooms ? "joining" : "live";
  return { phase, lostAt, rooms, joined, gap };
}

function linkWithRoom() {
  for (const link of links) if (link.members.size < ROOMS_OF_A_LINK) return link;
  client ??= createClient({
    auth: { cookie: true, refresh: renewedUntil },
    silenceMillis: SILENCE_MILLIS,
    longestPauseMillis: LONGEST_PAUSE_MILLIS,
  });
  const members = new Map();
  const onState = ({ phase }) => {
    if (phase !== "live") members.forEach((_, room) => members.set(room, false));
    if (phase === "closed" && links.has(link)) setTimeout(() => anew(link), ANEW_MILLIS * (1 + Math.random()));
    say();
  };
  const link = { rooms: client.rooms({ onState }), members, followers: new Set() };
  links.add(link);
  return link;
}

/**
 * @param {string} room
 * @param {{onEvent: (message: any) => void, onHole?: () => void|Promise<void>, onGone?: (reason: string) => void}} handlers
 *   `onHole`: events are missing that nobody will tell; when it is done the hole counts as filled
 * @returns {() => void} ends it
 */
export function follow(room, handlers) {
  const follower = { room, handlers, link: null, subscription: null };
  join(follower);
  return () => leave(follower);
}

function join(follower) {
  const { room, handlers: { onEvent, onHole, onGone } } = follower;
  const link = linkWithRoom();
  const { rooms, members, followers } = link;
  members.set(room, false);
  followers.add(follower);
  follower.link = link;
  const settled = (filled) => {
    gaps.delete(room);
    if (filled) filledAt = Date.now();
    say();
  };
  follower.subscription = rooms.subscribe(room, {
    onEvent,
    onGap({ state }) {
      if (state === "filled") return settled(true);
      gaps.set(room, state);
      say();
      if (state === "unfilled" && onHole) Promise.resolve(onHole()).then(() => settled(true), () => {});
    },
    onSubscribed() {
      if (members.has(room)) members.set(room, true);
      say();
    },
    onEnded(reason) {
      members.delete(room);
      followers.delete(follower);
      settled(false);
      onGone?.(reason);
    },
  });
}

function leave(follower) {
  const { room, link, subscription } = follower;
  link.members.delete(room);
  link.followers.delete(follower);
  gaps.delete(room);
  subscription.unsubscribe();
}

/** A link that was refused, while somebody is signed in: what happened meanwhile is a hole. */
function anew(link) {
  if (!links.delete(link)) return;
  for (const follower of link.followers) {
    join(follower);
    follower.handlers.onHole?.();
  }
  say();
}

/** Ends everything. */
function hangUp() {
  const all = [...links];
  links.clear();
  all.forEach(({ rooms }) => rooms.close());
  gaps.clear();
  client = null;
  lostAt = 0;
  listeners.forEach((listener) => listener());
}

onSession(({ type }) => type === "out" && hangUp());

/** @param {() => void} listener told when a lost connection is back */
export function onReconnect(listener) {
  let lost = false;
  return onConnection(() => {
    const { phase } = connection();
    if (phase === "lost") lost = true;
    else if (lost && phase === "live") {
      lost = false;
      listener();
    }
  });
}
