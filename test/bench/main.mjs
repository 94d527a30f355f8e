// npm run bench -- [drain] [people]       one process on the embedded store
// npm run bench -- intake [--rounds 5] [--seconds 5] [--in-flight 32]
// npm run bench -- replicas [--people 20000] [--kill-every 3000-5000] [--seed 1]
// npm run bench -- stand-ins [--rounds 5] [--records 500]
// intake and replicas need PostgreSQL: TEST_DATABASE_URL, else the one on this machine.
const BENCHES = {
  drain: './drain.mjs',
  intake: '../../dist/test/bench/intake.js',
  replicas: '../../dist/test/bench/replicas.js',
  'stand-ins': '../../dist/test/bench/stand-ins.js',
};

const [name] = process.argv.slice(2);
if (Object.hasOwn(BENCHES, name ?? '')) process.argv.splice(2, 1);
else if (name !== undefined && !/^\d+$/.test(name)) {
  console.error(`expected one of ${Object.keys(BENCHES).join(', ')}, got ${name}`);
  process.exit(2);
}
await import(BENCHES[name] ?? BENCHES.drain);
