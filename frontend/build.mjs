// Builds frontend/assets into frontend/static: hashed names, a manifest, and .br/.gz beside each.
// `node frontend/build.mjs [--watch]`; see docs/decisions/0004-assets.md.
import { execFileSync } from "node:child_process"
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { basename, dirname, join, relative } from "node:path"
import { fileURLToPath } from "node:url"
import { brotliCompressSync, gzipSync } from "node:zlib"
import * as esbuild from "esbuild"

const frontend = dirname(fileURLToPath(import.meta.url))
const root = dirname(frontend)
const modules = join(root, "node_modules")
const fonts = join(modules, ".cache", "stapsteen-fonts")
const target = join(frontend, "static")
const watching = process.argv.includes("--watch")

/** Cuts the fonts, once per version of the recipe; without fonttools the whole ones do. */
function prepareFonts() {
  const recipe = join(root, "deploy", "fonts.py")
  const stamp = join(fonts, "stamp")
  const wanted = readFileSync(recipe, "utf8") + ["bricolage-grotesque", "atkinson-hyperlegible-next"]
    .map(name => readFileSync(join(modules, "@fontsource-variable", name, "package.json"), "utf8")).join()
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return
  mkdirSync(fonts, { recursive: true })
  for (const [name, folder] of [["bricolage", "bricolage-grotesque"], ["atkinson", "atkinson-hyperlegible-next"]]) {
    const files = join(modules, "@fontsource-variable", folder, "files")
    copyFileSync(join(files, `${folder}-latin-wght-normal.woff2`), join(fonts, `${name}.woff2`))
    copyFileSync(join(files, `${folder}-latin-ext-wght-normal.woff2`), join(fonts, `${name}-ext.woff2`))
  }
  const local = join(root, ".venv", "bin", "python")
  const python = process.env.PYTHON ?? (existsSync(local) ? local : "python3")
  try {
    execFileSync(python, ["-m", "deploy.fonts", modules, fonts], { cwd: root, stdio: ["ignore", "ignore", "pipe"] })
    writeFileSync(stamp, wanted)
  } catch (error) {
    console.warn(`Fonts stay whole (bigger pages): ${String(error.stderr ?? error).trim().split("\n").at(-1)}`)
  }
}

/** Plain name → hashed name, for each file that a template names. */
function manifestOf(outputs) {
  const manifest = {}
  for (const [file, output] of Object.entries(outputs)) {
    const source = output.entryPoint ?? Object.keys(output.inputs)[0]
    if (!source || file.endsWith(".map")) continue
    const plain = basename(source).replace(/\.ts$/, ".js")
    manifest[plain] = relative(join("frontend", "static"), file)
  }
  return manifest
}

/** Old files go only after the new manifest stands, so that a running server never misses one. */
function finish(result) {
  if (result.errors.length) return
  const manifest = manifestOf(result.metafile.outputs)
  const kept = new Set(["manifest.json"])
  for (const name of Object.values(manifest)) {
    kept.add(name)
    if (name.endsWith(".woff2")) continue
    const content = readFileSync(join(target, name))
    writeFileSync(join(target, `${name}.br`), brotliCompressSync(content))
    writeFileSync(join(target, `${name}.gz`), gzipSync(content, { level: 9 }))
    kept.add(`${name}.br`).add(`${name}.gz`)
  }
  writeFileSync(join(target, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n")
  if (!watching) {
    for (const name of readdirSync(target)) if (!kept.has(name)) rmSync(join(target, name), { recursive: true })
  }
  const sizes = Object.values(manifest)
    .map(name => `${name} ${(statSync(join(target, existsSync(join(target, `${name}.br`)) ? `${name}.br` : name)).size / 1000).toFixed(1)} kB`)
  console.log(sizes.join("\n"))
}

prepareFonts()
mkdirSync(target, { recursive: true })
const icons = readdirSync(join(frontend, "assets", "icons")).filter(name => name.startsWith("app-"))
const options = {
  absWorkingDir: root,
  entryPoints: [
    "frontend/assets/js/main.ts",
    "frontend/assets/css/main.css",
    ...icons.map(name => `frontend/assets/icons/${name}`),
  ],
  outdir: "frontend/static",
  entryNames: "[name].[hash]",
  assetNames: "[name].[hash]",
  bundle: true,
  minify: true,
  metafile: true,
  legalComments: "none",
  target: ["es2022", "chrome111", "firefox115", "safari16.4"],
  loader: { ".woff2": "file", ".svg": "copy", ".png": "copy" },
  alias: { "stapsteen-fonts": fonts },
  logLevel: "warning",
  plugins: [{ name: "manifest", setup: build => build.onEnd(finish) }],
}
if (watching) await (await esbuild.context(options)).watch()
else await esbuild.build(options)
