/** The executable away from its project: in a bare root file system, and made for other systems and by Deno. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { binaryKind } from "../scripts/release/binary.ts";
import { ownTarget, targetNamed } from "../scripts/release/targets.ts";
import { environment, inDirectory, root, run, targets, traces } from "./runtimes.ts";

const executable = join(root, "dist", "tstrace");
const skip = existsSync(executable) ? false : "dist/tstrace is not built";
const bun = targets.find((target) => target.name === "Bun")?.plain[0] ?? "bun";
const compile = [bun, join(root, "scripts", "compile.ts")];

test("the executable is at most 8 MB larger than its engine", { skip }, () => {
  assert.ok(statSync(executable).size - statSync(bun).size <= 8e6);
});

test("with an empty PATH a script runs with TypeScript, TSX and packages", { skip }, () =>
  inDirectory((cwd) => {
    const react = join(cwd, "node_modules", "tiny-jsx");
    mkdirSync(react, { recursive: true });
    const manifest = {
      name: "tiny-jsx",
      version: "1.0.0",
      type: "module",
      exports: { "./*": "./runtime.js" },
    };
    writeFileSync(join(react, "package.json"), JSON.stringify(manifest));
    writeFileSync(
      join(react, "runtime.js"),
      "export const jsx = (type, { children = '' }) => `<${type}>${[children].flat().join('')}</${type}>`;\n" +
        "export const [jsxs, jsxDEV] = [jsx, jsx];\n",
    );
    writeFileSync(
      join(cwd, "page.tsx"),
      "/** @jsxImportSource tiny-jsx */\nexport const Page = (p: { n: number }) => <b>{p.n}<i>ok</i></b>;\n",
    );
    writeFileSync(
      join(cwd, "main.ts"),
      'import { Page } from "./page.tsx";\nenum Size { Small = 3 }\nconsole.log(Page({ n: Size.Small }));\n',
    );
    const env = { PATH: "", HOME: cwd };
    const result = run([executable, "run", "--max-traces", "0", "main.ts"], { cwd, env });
    assert.equal(result.stdout, "<b>3<i>ok</i></b>\n", result.stderr);
    assert.equal(result.status, 0);
    assert.ok(traces(cwd).some(({ func, kind }) => func === "Page" && kind === "call"));
  }));

test("the doctor tells what is found and what is missing", { skip }, () =>
  inDirectory((cwd) => {
    const path = targets.find((target) => target.name === "Deno")?.path;
    const said = run([executable, "doctor"], { cwd, path });
    assert.match(
      said.stdout,
      /deno +\d\S+, .*\n +traces leave by shared memory\n +without .* a worker inside the program\n/,
    );
    assert.match(said.stdout, /\nleft over /);
    const alone = JSON.parse(run([executable, "doctor", "--json"], { cwd, env: { PATH: "", HOME: cwd } }).stdout);
    const ways = alone.runtimes.map((each: Record<string, unknown>) => [each.name, each.transport, each.problem]);
    assert.deepEqual(ways, [
      ["deno", null, "there is no deno on PATH"],
      ["bun", null, "there is no bun on PATH"],
      ["node", null, "there is no node on PATH"],
      ["embedded", "shared", null],
    ]);
    assert.deepEqual([alone.cache.path, said.status], [join(cwd, ".cache", "tstrace"), 0]);
  }));

const C_LIBRARY = [
  "/lib64/ld-linux-x86-64.so.2",
  ...["libc.so.6", "libdl.so.2", "libm.so.6", "libpthread.so.0"].map((name) => `/lib/x86_64-linux-gnu/${name}`),
];

/** Runs a command in a root file system of its own, where there is nothing but a C library, /dev/null and /proc. */
function inBareRoot(directory: string, ...words: string[]): { stdout: string; stderr: string; status: number | null } {
  const script = 'mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && exec chroot "$0" "$@"';
  const unshare = ["--mount", "--pid", "--fork", "--map-root-user", "/bin/sh", "-c", script, directory, ...words];
  const env = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" };
  return spawnSync("/usr/bin/unshare", unshare, { env, encoding: "utf8", timeout: 60_000 });
}

test(
  "on a root file system with nothing but a C library it records and prints",
  { skip: skip || bareSkip() },
  () =>
    inDirectory((directory) => {
      for (const name of ["proc", "dev", "tmp"]) mkdirSync(join(directory, name));
      for (const path of C_LIBRARY) {
        mkdirSync(dirname(join(directory, path)), { recursive: true });
        copyFileSync(path, join(directory, path));
      }
      copyFileSync(executable, join(directory, "tstrace"));
      cpSync(join(root, "examples", "shop"), join(directory, "shop"), { recursive: true });
      const recorded = inBareRoot(directory, "/tstrace", "run", "/shop/main.ts", "--orders", "2");
      assert.match(recorded.stderr, /^tstrace: \d+ traces kept, 0 lost, .*traces\.sqlite\n$/);
      assert.match(recorded.stdout, /^order 1 for Grace/);
      const counted = inBareRoot(directory, "/tstrace", "count", "func == 'Cart.total' and kind == 'call'");
      assert.deepEqual([counted.stdout, counted.stderr, counted.status], ["2\n", "", 0]);
    }),
);

function bareSkip(): string | false {
  if (process.platform !== "linux" || process.arch !== "x64" || !C_LIBRARY.every(existsSync)) return "not glibc on x64";
  const words = ["--mount", "--pid", "--fork", "--map-root-user", "/bin/true"];
  return spawnSync("/usr/bin/unshare", words).status === 0 ? false : "namespaces cannot be made here";
}

// What other systems need has to be downloaded: by hand, as TSTRACE_TEST_TARGETS=linux-arm64-musl,darwin-x64.
for (const target of (process.env.TSTRACE_TEST_TARGETS ?? ownTarget().name).split(",")) {
  test(`the archive for ${target} holds an executable for it and what belongs beside it`, () => {
    // To compress a hundred megabytes takes a while on a busy machine.
    const made = spawnSync(compile[0], [...compile.slice(1), "--target", target], {
      cwd: root,
      env: { ...process.env, ...environment({ path: dirname(process.execPath) }) },
      encoding: "utf8",
      timeout: 240_000,
    });
    assert.equal(made.status, 0, made.stderr);
    const archive = made.stdout.trim();
    const names = execFileSync("tar", ["-tzf", archive], { encoding: "utf8" }).trim().split("\n");
    const inside = names.map((name) => name.slice(name.indexOf("/") + 1));
    const { kind, executable } = targetNamed(target);
    const wanted = [
      executable,
      "LICENSE",
      "THIRD_PARTY_LICENSES.txt",
      "README.md",
      "docs/tour.md",
      "docs/pictures/reader.svg",
    ];
    const shells = ["_tstrace", "tstrace.bash", "tstrace.fish", "tstrace.ps1"].map((name) =>
      `share/completions/${name}`
    );
    for (const name of [...wanted, ...shells, "share/man/man1/tstrace.1"]) assert.ok(inside.includes(name), name);
    const head = execFileSync("tar", ["-xzOf", archive, `${names[0].split("/")[0]}/${executable}`], {
      maxBuffer: 1024 ** 3,
    });
    assert.equal(binaryKind(head.subarray(0, 4096)), kind);
    const sums = spawnSync("sha256sum", ["--check", "SHA256SUMS"], { cwd: join(root, "dist"), encoding: "utf8" });
    assert.equal(sums.status, 0, sums.stdout + sums.stderr);
    assert.ok(readFileSync(join(root, "dist", "SHA256SUMS"), "utf8").includes(`-${target}.`));
  });
}

test("a target that there is not, and a Deno without denort, are one line each", () => {
  const wrong = run([...compile, "--target", "beos-x64"], { cwd: root });
  assert.match(wrong.stderr, /^compile: there is no target beos-x64: the targets are [^\n]+\n$/);
  const env = { DENORT_BIN: join(root, "no such denort") };
  const without = run([...compile, "--engine", "deno"], { cwd: root, env });
  assert.match(without.stderr, /^compile: DENORT_BIN=\S+ such denort is no file: [^\n]+\n$/);
  assert.deepEqual([wrong.status, without.status], [1, 1]);
});

test("deno compile makes an executable with the denort that it is given", () =>
  inDirectory((cwd) => {
    const outfile = join(cwd, "tstrace");
    // Any executable serves: what is made of it is not run here.
    const env = { DENORT_BIN: join(root, "node_modules", "deno", "deno") };
    const made = run([...compile, "--engine", "deno", "--outfile", outfile], { cwd: root, env });
    assert.equal(made.status, 0, made.stderr);
    assert.ok(readFileSync(outfile).includes("setEmbeddedArtefacts"));
  }));
