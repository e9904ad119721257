import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";

const HOME = join(import.meta.dirname, "../..");

test("the component in the README is right for the compiler", { timeout: 60_000 }, () => {
  const readme = readFileSync(join(HOME, "README.md"), "utf8");
  const code = /```tsx\n(\/\/ board\.tsx\n[^]*?)```/.exec(readme)?.[1];
  assert.ok(code);
  // Inside the package, so that its own name and React are found.
  const directory = mkdtempSync(join(HOME, "dist/readme-"));
  try {
    writeFileSync(join(directory, "board.tsx"), code);
    symlinkSync(join(HOME, "node_modules"), join(directory, "node_modules"));
    const options = "--noEmit --strict --skipLibCheck --module nodenext --target es2023 --jsx react-jsx";
    const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
    try {
      execFileSync(process.execPath, [tsc, ...options.split(" "), join(directory, "board.tsx")]);
    } catch (failure) {
      assert.fail(String((failure as { stdout: Buffer }).stdout));
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test("types of a path are those of its events", { timeout: 60_000 }, () => {
  // Compiled with the tests: an error there is one here.
  const check = (client: import("../src/index.js").Client) => {
    client.stream("/api/v1/alerts/stream?role=nurse&patient_id=p", {
      onEvent: (event) => event.event === "ack" && event.acknowledged_by,
      onGap: () => {},
    });
    // @ts-expect-error: a gap cannot be overlooked
    client.stream("/api/sse", { onEvent: () => {} });
  };
  assert.equal(typeof check, "function");
});
