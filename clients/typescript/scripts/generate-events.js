// Writes src/events.ts from docs/asyncapi.yaml. `--check` says instead whether it is what would be written.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const target = here("../src/events.ts");
const { channels, components } = parse(readFileSync(here("../../../docs/asyncapi.yaml"), "utf8"));

const nameOf = (reference) => reference.slice(reference.lastIndexOf("/") + 1);
const key = (name) => (/^\w+$/.test(name) ? name : JSON.stringify(name));

function type(schema) {
  if (schema.$ref) return nameOf(schema.$ref);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const several = schema.oneOf ?? schema.anyOf;
  if (several) return several.map((one) => `\n  | ${type(one)}`).join("");
  switch (schema.type) {
    case "array":
      return `readonly (${type(schema.items)})[]`;
    case "object":
      return object(schema);
    case "integer":
    case "number":
      return "number";
    case "string":
    case "boolean":
      return schema.type;
    default:
      throw new Error(`${JSON.stringify(schema)} (expected: a type that is known here)`);
  }
}

function object(schema) {
  const required = new Set(schema.required ?? []);
  const fields = Object.entries(schema.properties ?? {}).map(
    ([name, value]) => `readonly ${key(name)}${required.has(name) ? "" : "?"}: ${type(value)};`,
  );
  const more = schema.additionalProperties;
  if (fields.length === 0) {
    return `{ readonly [name: string]: ${more === true ? "unknown" : type(more)} }`;
  }
  if (more === true) fields.push("readonly [name: string]: unknown;");
  return `{ ${fields.join(" ")} }`;
}

function declaration([name, schema]) {
  const about = schema.description ? `/** ${schema.description}. */\n` : "";
  return `${about}export type ${name} = ${type(schema)};\n`;
}

/** What a stream's path says about its events; what belongs to the connection is not among them. */
function eventsOf() {
  const connection = new Set(["connected", "gap", "tokenExpired", "closed"]);
  const cases = Object.values(channels)
    .filter((channel) => nameOf(channel.servers[0].$ref) === "sse")
    .map((channel) => {
      const path = channel.address.replace(/\{\w+\}/g, "${string}");
      const told = Object.keys(channel.messages)
        .filter((message) => !connection.has(message))
        .map((message) => nameOf(components.messages[message].payload.$ref));
      return `  Path extends \`${path}\` | \`${path}?\${string}\` ? ${told.join(" | ")} :\n`;
    });
  return `/** The events of a stream, by its path. */\nexport type EventsOf<Path extends string> =\n${cases.join("")}  unknown;\n`;
}

const text = [
  "// Generated from docs/asyncapi.yaml by `npm run generate`. Do not edit.\n",
  ...Object.entries(components.schemas).map(declaration),
  eventsOf(),
].join("\n");

if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== text) {
    console.error("src/events.ts is not what docs/asyncapi.yaml says (expected: npm run generate)");
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
}
