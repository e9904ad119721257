import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What a test's server does with one request. */
export type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** A server that plays its answers one after the other; the last one again and again. */
export class Scripted {
  readonly requests: IncomingMessage[] = [];
  private readonly server: Server;

  private constructor(private readonly answers: Answer[]) {
    this.server = createServer((request, response) => {
      this.requests.push(request);
      const at = Math.min(this.requests.length, this.answers.length) - 1;
      this.answers[at]!(response, request);
    });
  }

  static async start(...answers: Answer[]): Promise<Scripted> {
    const scripted = new Scripted(answers);
    await new Promise<void>((done) => scripted.server.listen(0, "127.0.0.1", done));
    return scripted;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

/** A stream that begins with these frames, and stays open. */
export function stream(...frames: string[]): Answer {
  return (response) => {
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    response.write(["retry: 1\nid: p0\n\n", ...frames].join(""));
  };
}

/** The same, and then the connection breaks. */
export function broken(...frames: string[]): Answer {
  return (response, request) => {
    stream(...frames)(response, request);
    setTimeout(() => request.socket.destroy(), 20);
  };
}

export function refused(status: number, code: string): Answer {
  return (response) => {
    response.writeHead(status, { "Content-Type": "application/problem+json" });
    response.end(JSON.stringify({ code, detail: `because of ${code}` }));
  };
}

export const event = (id: string, data: object): string =>
  `id: ${id}\ndata: ${JSON.stringify(data)}\n\n`;

/** A token that says when it was issued and ends. */
export function token(name: string, lifeMillis: number, issuedAt = Date.now()): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const iat = issuedAt / 1000;
  return `${part({ alg: "none" })}.${part({ sub: name, iat, exp: iat + lifeMillis / 1000 })}.s`;
}

/** Resolves when it holds; the test's own time-out is the limit. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((wake) => setTimeout(wake, 5));
}
