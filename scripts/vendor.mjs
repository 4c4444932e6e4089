/*
 * The only place that takes browser files out of node_modules.
 * Copies the files named below to admin_app/static/vendor, draws the icon sprite, bundles what is
 * used of the charts, and writes
 * VENDOR.json (name, version, licence, file, sha256). The result is committed, so a deployment
 * needs neither Node nor a network. Run: npm ci --ignore-scripts && npm run vendor
 */
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";

const MODULES = "node_modules";
const TARGET = "admin_app/static/vendor";

/* A package that ships no licence file has its text kept in scripts/licences. */
const PACKAGES = [
  {
    name: "@tabler/core",
    folder: "tabler-core",
    files: ["dist/css/tabler.min.css"],
    licenceText: "scripts/licences/tabler-core.txt",
  },
  {
    name: "@tabler/icons",
    folder: "tabler-icons",
    licenceText: join(MODULES, "@tabler/icons/LICENSE"),
    icons: readFileSync("scripts/icons.txt", "utf8").trim().split(/\s+/),
  },
  {
    name: "htmx.org",
    folder: "htmx",
    files: ["dist/htmx.min.js"],
    licenceText: join(MODULES, "htmx.org/LICENSE"),
  },
  {
    name: "echarts",
    folder: "echarts",
    bundle: "scripts/echarts.mjs",
    licenceText: join(MODULES, "echarts/LICENSE"),
  },
];

const sha256 = (path) => createHash("sha256").update(readFileSync(path)).digest("hex");

/* One <symbol> per icon; colour and width of the stroke are left to the stylesheet. */
function symbol(source, icon) {
  const svg = readFileSync(join(source, "icons/outline", `${icon}.svg`), "utf8");
  const shapes = [...svg.matchAll(/<(?:path|circle|rect|line|polyline|ellipse)\b[^>]*\/>/g)]
    .map((match) => match[0].replace(/\s*\/>/, "/>"))
    .filter((shape) => !shape.includes('stroke="none"'));
  return `<symbol id="${icon}" viewBox="0 0 24 24">${shapes.join("")}</symbol>`;
}

function drawSprite(source, icons, path) {
  const symbols = icons.map((icon) => symbol(source, icon)).join("\n");
  writeFileSync(path, `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols}\n</svg>\n`);
}

/* The whole package would be three times the size. */
function bundled(entry, path) {
  buildSync({ entryPoints: [entry], outfile: path, bundle: true, minify: true, format: "esm" });
  return path;
}

function vendorPackage({ name, folder, files = [], licenceText, icons, bundle }) {
  const source = join(MODULES, name);
  const { version, license } = JSON.parse(readFileSync(join(source, "package.json"), "utf8"));
  const target = join(TARGET, folder);
  mkdirSync(target, { recursive: true });
  copyFileSync(licenceText, join(target, "LICENSE"));
  const written = files.map((file) => {
    const path = join(target, file.split("/").pop());
    copyFileSync(join(source, file), path);
    return path;
  });
  if (icons) {
    written.push(join(target, "sprite.svg"));
    drawSprite(source, icons, written.at(-1));
  }
  if (bundle) written.push(bundled(bundle, join(target, `${folder}.min.js`)));
  return written.map((path) => ({
    name,
    version,
    licence: license,
    file: path.slice(TARGET.length + 1),
    sha256: sha256(path),
  }));
}

rmSync(TARGET, { recursive: true, force: true });
const vendored = PACKAGES.flatMap(vendorPackage);
writeFileSync(join(TARGET, "VENDOR.json"), `${JSON.stringify(vendored, null, 2)}\n`);
