import assert from "node:assert/strict";
import { test } from "node:test";
import { FrameReader } from "../src/sse.js";

function read(...chunks: string[]) {
  const reader = new FrameReader();
  return chunks.flatMap((chunk) => reader.feed(chunk));
}

const TEXT =
  "\uFEFFretry: 2000\r\nid: a-1\r\n\r\n: keepalive\n\nevent: gap\rdata: {\ndata:}\n\nid\n\ndata: cut off";

test("frames come out the same however they are cut", () => {
  const whole = read(TEXT);
  for (let at = 1; at < TEXT.length; at++) {
    assert.deepEqual(read(TEXT.slice(0, at), TEXT.slice(at)), whole, `cut at ${at}`);
  }
  assert.deepEqual(read(...TEXT), whole);
  assert.deepEqual(whole, [
    { event: "", data: undefined, id: "a-1", retryMillis: 2000 },
    { event: "gap", data: "{\n}", id: undefined, retryMillis: undefined },
    { event: "", data: undefined, id: "", retryMillis: undefined },
  ]);
});

test("what is no number is no pause, and an id with NUL is no id", () => {
  assert.deepEqual(read("retry: 2s\n\nid: a\0b\ndata: x\n\n"), [
    { event: "", data: "x", id: undefined, retryMillis: undefined },
  ]);
});
