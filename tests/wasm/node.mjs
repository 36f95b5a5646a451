// SPDX-License-Identifier: MIT
// Run a program in Node's WASI: node.mjs PROGRAM '{"GUEST": "HOST"...}' ARGUMENT... with this process's environment.
import { readFileSync } from 'node:fs';
import { WASI } from 'node:wasi';

const [program, directories, ...args] = process.argv.slice(2);
const wasi = new WASI({
  version: 'preview1',
  args: ['envfp', ...args],
  env: process.env,
  preopens: JSON.parse(directories),
  returnOnExit: true,
});
const imports = { wasi_snapshot_preview1: wasi.wasiImport };
const { instance } = await WebAssembly.instantiate(readFileSync(program), imports);
process.exitCode = wasi.start(instance);
