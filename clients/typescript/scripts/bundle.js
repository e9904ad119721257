// One ESM file for pages without a build tool. The checked-in file is what this writes.
import { build } from "esbuild";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const outfile = process.argv[2] ?? here("../../../web/src/main/resources/web/wardcast-client.js");

await build({
  entryPoints: [here("../src/index.ts")],
  outfile,
  bundle: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  tsconfig: here("../tsconfig.json"),
  banner: { js: "// Built from clients/typescript by `npm run bundle`. Do not edit." },
});
