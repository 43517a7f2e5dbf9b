/**
 * Which options of the runtimes take the argument that follows them as their value, so that in
 * `tstrace run --import ./setup.js main.ts` the script is `main.ts`. Options that need `=` (`--allow-read=.`) are not
 * here. From `deno run --help=full`, `bun run --help` and Node's own table of options.
 *
 * @module
 */
import type { RuntimeName } from "./runtime.ts";

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

const DENO = words(`
  -c --config -L --log-level --cert --conditions --cpu-prof-dir --cpu-prof-interval --cpu-prof-name --ext --import
  --import-map --location --lock --minimum-dependency-age --node-modules-linker --preload --require --seed`);

const BUN = words(`
  -F --filter -r --preload --require --import -e --eval -p --print -d --define -l --loader -c --config --conditions
  --console-depth --cpu-prof-dir --cpu-prof-interval --cpu-prof-name --cron-period --cron-title --cwd
  --disable-warning --dns-result-order --drop --elide-lines --env-file --extension-order --feature
  --fetch-preconnect --heap-prof-dir --heap-prof-interval --heap-prof-name --install --jsx-factory --jsx-fragment
  --jsx-import-source --jsx-runtime --main-fields --max-http-header-size --port --redirect-warnings --shell --title
  --tsconfig-override --unhandled-rejections --user-agent --watch-kill-signal`);

const NODE = words(`
  -r --require --import -C --conditions -e --eval -pe --allow-fs-read --allow-fs-write --bench-isolation
  --bench-name-pattern --bench-reporter --bench-reporter-destination --bench-samples --bench-warmup
  --build-snapshot-config --cpu-prof-dir --cpu-prof-interval --cpu-prof-name --debug-port --diagnostic-dir
  --disable-proto --disable-warning --dns-result-order --env-file --env-file-if-exists --experimental-config-file
  --experimental-loader --experimental-package-map --experimental-sea-config --experimental-test-tag-filter
  --heap-prof-dir --heap-prof-interval --heap-prof-name --heapsnapshot-near-heap-limit --heapsnapshot-signal
  --icu-data-dir --input-type --inspect-port --inspect-publish-uid --loader --localstorage-file
  --max-http-header-size --max-old-space-size-percentage --network-family-autoselection-attempt-timeout
  --openssl-config --redirect-warnings --report-dir --report-directory --report-filename --report-signal --run
  --secure-heap --secure-heap-min --security-revert --snapshot-blob --test-concurrency --test-coverage-branches
  --test-coverage-exclude --test-coverage-functions --test-coverage-include --test-coverage-lines
  --test-global-setup --test-isolation --test-name-pattern --test-random-seed --test-reporter
  --test-reporter-destination --test-rerun-failures --test-shard --test-skip-pattern --test-timeout --title
  --tls-cipher-list --tls-keylog --trace-event-categories --trace-event-file-pattern --trace-require-module
  --unhandled-rejections --use-largepages --v8-pool-size --vfs-load --vfs-mount --watch-kill-signal --watch-path`);

const TABLES: Readonly<Record<RuntimeName, ReadonlySet<string>>> = {
  deno: new Set(DENO),
  bun: new Set(BUN),
  embedded: new Set(BUN),
  node: new Set(NODE),
};

// Short options mean different things in different runtimes: without a runtime only the long ones count, and -r, which
// takes a value in two of three.
const ANY: ReadonlySet<string> = new Set(
  [...DENO, ...BUN, ...NODE].filter((name) => name.startsWith("--") || name === "-r"),
);

/** The options that take the next argument as their value, in `runtime`, or in any where it is not known yet. */
export function optionsWithValue(runtime?: RuntimeName): ReadonlySet<string> {
  return runtime === undefined ? ANY : TABLES[runtime];
}
