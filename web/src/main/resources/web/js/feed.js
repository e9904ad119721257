// Rooms over as few WebSockets as the server's limits allow. Everything live comes this way.

import { Link } from "./link.js";
import { onSession, renew, who } from "./session.js";

// The server takes 60 messages at once from a connection, and five times that from a user.
const ROOMS_OF_A_LINK = 50;
const SAY_AT_ONCE = 250;
const SAY_A_SECOND = 80;

/** @type {Set<Link>} */
const links = new Set();
const listeners = new Set();
/** @type {Map<string, "open"|"unfilled">} rooms with a hole that is not filled */
const gaps = new Map();
let lostAt = 0;
let filledAt = 0;
let allowance = SAY_AT_ONCE;
let allowanceAt = Date.now();
let asking = false;

function maySay() {
  const now = Date.now();
  allowance = Math.min(SAY_AT_ONCE, allowance + ((now - allowanceAt) / 1000) * SAY_A_SECOND);
  allowanceAt = now;
  if (allowance < 1) return false;
  allowance--;
  return true;
}

const hooks = {
  maySay,
  onState() {
    const complete = [...links].every((link) => link.live);
    if (complete) lostAt = 0;
    else lostAt ||= Date.now();
    listeners.forEach((listener) => listener());
  },
  async onRefused() {
    if (asking || !who()) return;
    asking = true;
    try {
      // Either there is a session again, or it is over and everybody hears of that.
      if (await renew()) links.forEach((link) => link.hurry());
    } finally {
      asking = false;
    }
  },
};

/** @param {() => void} listener told when something of `connection` may be different */
export function onConnection(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
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
  for (const link of links) {
    rooms += link.rooms.size;
    for (const room of link.rooms.values()) if (room.state === "followed") joined++;
  }
  const states = new Set(gaps.values());
  const gap = states.has("open")
    ? "open"
    : states.has("unfilled")
      ? "unfilled"
      : Date.now() - filledAt < 20_000
        ? "filled"
        : "none";
  const phase = links.size === 0 ? "idle" : lostAt ? "lost" : joined < rooms ? "joining" : "live";
  return { phase, lostAt, rooms, joined, gap };
}

/**
 * @param {string} room
 * @param {{onEvent: (message: any) => void, onHole?: () => void|Promise<void>, onGone?: (reason: string) => void}} handlers
 *   `onHole`: events may be missing that nobody will tell; when it is done the hole counts as filled
 * @returns {() => void} ends it
 */
export function follow(room, { onEvent, onHole, onGone }) {
  let link = [...links].find((one) => one.rooms.size < ROOMS_OF_A_LINK);
  if (!link) links.add((link = new Link(hooks)));
  const told = (state) => {
    gaps.delete(room);
    if (state === "filled") filledAt = Date.now();
    hooks.onState();
  };
  link.follow(room, {
    onEvent,
    onGap(state) {
      if (state === "filled") return told("filled");
      gaps.set(room, state);
      hooks.onState();
      if (state === "unfilled" && onHole) {
        Promise.resolve(onHole()).then(
          () => told("filled"),
          () => {},
        );
      }
    },
    onGone(reason) {
      told("gone");
      onGone?.(reason);
    },
  });
  return () => {
    gaps.delete(room);
    link.unfollow(room);
  };
}

/** Ends everything. */
export function hangUp() {
  links.forEach((link) => link.close());
  links.clear();
  gaps.clear();
  lostAt = 0;
  listeners.forEach((listener) => listener());
}

onSession(({ type, token }) => {
  if (type === "renewed" && token) links.forEach((link) => link.refresh(token));
  if (type === "out") hangUp();
});
addEventListener("online", () => links.forEach((link) => link.hurry()));
