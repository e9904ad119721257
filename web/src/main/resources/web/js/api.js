// Requests. The cookie says who asks; a token that is over is renewed once, and the request repeated.

/** A refusal: application/problem+json as an error. */
export class Problem extends Error {
  /** @param {number} status @param {{code?: string, detail?: string, title?: string, errors?: {field: string, message: string}[]}} body */
  constructor(status, body, retryAfter = null) {
    super(body.detail ?? body.title ?? `The server answered ${status}.`);
    this.status = status;
    this.code = body.code ?? "";
    this.errors = body.errors ?? [];
    this.retryAfter = retryAfter;
  }
}

/** No answer at all: no network, or the server is away. */
export class Unreachable extends Error {
  constructor() {
    super("The server can't be reached.");
  }
}

let renew = async () => false;

/** @param {() => Promise<boolean>} how whether there is a session again */
export function renewWith(how) {
  renew = how;
}

/**
 * @param {string} method
 * @param {string} path
 * @param {any} [body] JSON, or FormData as it is
 * @returns {Promise<any>} null where the answer has no content
 */
export async function call(method, path, body, { again = true } = {}) {
  const form = body instanceof FormData;
  let answer;
  try {
    answer = await fetch(path, {
      method,
      credentials: "same-origin",
      cache: "no-store",
      headers: body === undefined || form ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : form ? body : JSON.stringify(body),
    });
  } catch {
    throw new Unreachable();
  }
  if (answer.status === 401 && again && (await renew())) {
    return call(method, path, body, { again: false });
  }
  const text = await answer.text();
  const json = (answer.headers.get("Content-Type") ?? "").includes("json");
  const content = text && json ? JSON.parse(text) : null;
  if (!answer.ok) {
    const retryAfter = Number(answer.headers.get("Retry-After")) || null;
    throw new Problem(answer.status, content ?? {}, retryAfter);
  }
  return content;
}

export const get = (path) => call("GET", path);
export const post = (path, body = {}) => call("POST", path, body);

/** A path of parts that come from data. */
export function path(strings, ...parts) {
  return String.raw({ raw: strings }, ...parts.map((part) => encodeURIComponent(String(part))));
}

/** All pages of a list. @param {(cursor: string|null) => string} address */
export async function all(address, items = "items", most = 2000) {
  const found = [];
  let cursor = null;
  do {
    const page = await get(address(cursor));
    found.push(...page[items]);
    cursor = page.next_cursor ?? null;
  } while (cursor && found.length < most);
  return found;
}
